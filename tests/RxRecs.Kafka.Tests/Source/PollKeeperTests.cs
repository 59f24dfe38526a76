namespace RxRecs.Kafka.Source;

public sealed class PollKeeperTests
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    [Test]
    public void PollKeeper_QuickRecords_StaysAway()
    {
        var stoodIn = 0;
        using var keeper = new PollKeeper(TimeSpan.FromHours(1), _ => Interlocked.Increment(ref stoodIn));
        keeper.Start();
        for (var i = 0; i < 1000; i++)
        {
            keeper.Enter();
            Assert.That(keeper.Leave(), Is.False);
        }

        Assert.That(Volatile.Read(ref stoodIn), Is.Zero, "nobody is slow");
    }

    [Test]
    public void PollKeeper_SlowRecords_StandsInForEachAndOnlyOneHasTheConsumer()
    {
        var consumer = new Consumer();
        using var stoodIn = new SemaphoreSlim(0);
        using var keeper = new PollKeeper(TimeSpan.FromMilliseconds(1), processed =>
            consumer.Use(() =>
            {
                stoodIn.Release();
                processed.Wait();
            }));
        keeper.Start();
        for (var i = 0; i < 100; i++)
        {
            keeper.Enter();
            Assert.That(stoodIn.Wait(Patience), Is.True);
            Assert.That(keeper.Leave(), Is.True);
            consumer.Use(() => { });
        }

        Assert.That(consumer.Overlaps, Is.Zero);
    }

    [Test]
    public void PollKeeper_RacesWithTheEndOfARecord_NeverHangsNorOverlaps()
    {
        var consumer = new Consumer();
        var (stoodIn, reported) = (0, 0);
        using var keeper = new PollKeeper(TimeSpan.FromMilliseconds(1), processed =>
            consumer.Use(() =>
            {
                Interlocked.Increment(ref stoodIn);
                processed.Wait();
            }));
        keeper.Start();
        var random = new Random(5);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 500 || (reported == 0 && TimeProvider.System.GetElapsedTime(start) < Patience); i++)
        {
            keeper.Enter();
            Thread.SpinWait(random.Next(200_000));
            reported += keeper.Leave() ? 1 : 0;
            consumer.Use(() => { });
        }

        Assert.That(consumer.Overlaps, Is.Zero);
        Assert.That(Volatile.Read(ref stoodIn), Is.Positive.And.EqualTo(reported), "nobody stood in, or none was told");
    }

    [Test]
    public void PollKeeper_PoolIsBusy_StandsInAllTheSame()
    {
        using var stoodIn = new ManualResetEventSlim();
        using var isOver = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, 300).Select(_ => Task.Run(isOver.Wait)).ToArray();
        try
        {
            using var keeper = new PollKeeper(TimeSpan.FromMilliseconds(1), processed =>
            {
                stoodIn.Set();
                processed.Wait();
            });
            keeper.Start();
            keeper.Enter();

            Assert.That(stoodIn.Wait(TimeSpan.FromSeconds(20)), Is.True, "a pool grows by some threads a second");
            Assert.That(keeper.Leave(), Is.True);
        }
        finally
        {
            isOver.Set();
            Task.WaitAll(busy);
        }
    }

    /// <summary>A place for one thread at a time; whoever finds another one there is counted.</summary>
    private sealed class Consumer
    {
        private int _users;
        private int _overlaps;

        public int Overlaps => Volatile.Read(ref _overlaps);

        public void Use(Action use)
        {
            if (Interlocked.Increment(ref _users) != 1)
            {
                Interlocked.Increment(ref _overlaps);
            }

            use();
            Interlocked.Decrement(ref _users);
        }
    }
}
