namespace RxRecs.Kafka.Source;

public sealed class PollKeeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void PollKeeper_QuickRecords_StaysAway()
    {
        using var keeper = new PollKeeper(
            TimeSpan.FromHours(1), TimeProvider.System, _ => Assert.Fail("nobody is slow"));
        keeper.Start();
        for (var i = 0; i < 1000; i++)
        {
            keeper.Enter();
            Assert.That(keeper.Leave(), Is.False);
        }
    }

    [Test]
    public void PollKeeper_SlowRecords_StandsInForEachAndOnlyOneHasTheConsumer()
    {
        var users = 0;
        using var stoodIn = new SemaphoreSlim(0);
        using var keeper = new PollKeeper(TimeSpan.FromMilliseconds(1), TimeProvider.System, processed =>
        {
            Assert.That(Interlocked.Increment(ref users), Is.EqualTo(1));
            stoodIn.Release();
            processed.Wait();
            Interlocked.Decrement(ref users);
        });
        keeper.Start();
        for (var i = 0; i < 100; i++)
        {
            keeper.Enter();
            Assert.That(stoodIn.Wait(Patience), Is.True);
            Assert.That(keeper.Leave(), Is.True);
            Assert.That(Interlocked.Increment(ref users), Is.EqualTo(1));
            Interlocked.Decrement(ref users);
        }
    }

    [Test]
    public void PollKeeper_RacesWithTheEndOfARecord_NeverHangsNorOverlaps()
    {
        var users = 0;
        var stoodIn = 0;
        using var keeper = new PollKeeper(TimeSpan.FromMilliseconds(1), TimeProvider.System, processed =>
        {
            Assert.That(Interlocked.Increment(ref users), Is.EqualTo(1));
            stoodIn++;
            processed.Wait();
            Interlocked.Decrement(ref users);
        });
        keeper.Start();
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            keeper.Enter();
            Thread.SpinWait(random.Next(200_000));
            keeper.Leave();
            Assert.That(Interlocked.Increment(ref users), Is.EqualTo(1));
            Interlocked.Decrement(ref users);
        }

        TestContext.Out.WriteLine($"stood in {stoodIn} times");
    }
}
