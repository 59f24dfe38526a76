using System.Net.ServerSentEvents;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using RxRecs.Live.Http;
using RxRecs.Live.Pipeline;
using RxRecs.Webhooks;

namespace RxRecs.Live;

/// <summary>Tests what readers of the page's stream get, in virtual time.</summary>
[TestFixture]
public sealed class StateStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private VirtualClock _clock = null!;
    private StatePublisher _publisher = null!;
    private LiveMachine _machine = null!;
    private DeadLetterCounts _counts = null!;
    private StateStream _stream = null!;

    [SetUp]
    public async Task Start()
    {
        _clock = new VirtualClock();
        _publisher = new StatePublisher(_clock);
        _machine = new LiveMachine();
        _counts = new DeadLetterCounts();
        _stream = new StateStream(
            _publisher, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _clock);
        await _stream.StartAsync(CancellationToken.None);
        Assert.That(SpinWait.SpinUntil(() => _clock.TimersSet == 1, Patience), Is.True);
    }

    [TearDown]
    public async Task Stop()
    {
        await _stream.StopAsync(CancellationToken.None);
        _stream.Dispose();
        _machine.Dispose();
    }

    [Test]
    public async Task Read_Connecting_GetsTheNewestStateAtOnceAndTheNextAfter250Milliseconds()
    {
        Publish("one");
        await using var reader = Connect();
        Assert.That(await Next(reader), Does.Contain("\"one\""));

        var next = Next(reader);
        Publish("two");
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.That(next.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await next, Does.Contain("\"two\""));
    }

    [Test]
    public async Task Read_NothingNew_GetsAPingAfter15Seconds()
    {
        Publish("one");
        await using var reader = Connect();
        await Next(reader);

        var next = Next(reader);
        _clock.Advance(TimeSpan.FromMilliseconds(14_999));
        Assert.That(next.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await next, Is.EqualTo("ping "));
    }

    [Test]
    public async Task Read_SlowReader_GetsTheNewestStateOnly()
    {
        Publish("one");
        await using var slow = Connect();
        await using var quick = Connect();
        await Next(slow);
        await Next(quick);
        foreach (var reason in new[] { "two", "three", "four" })
        {
            var next = Next(quick);
            Publish(reason);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            Assert.That(await next, Does.Contain(reason));
        }

        Assert.That(await Next(slow), Does.Contain("\"four\""));
        var after = Next(slow);
        Assert.That(after.IsCompleted, Is.False, "none of those in between");
        Publish("five");
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.That(await after, Does.Contain("\"five\""));
    }

    [Test]
    public async Task Read_ManyConnectAtOnce_EveryReaderGetsTheNextState()
    {
        const int Rounds = 100;
        const int AtOnce = 4;
        for (var i = 0; i < 32; i++)
        {
            _counts.Add($"reason {i} of a state that takes a while to be written");
        }

        Publish("first");
        var readers = new List<IAsyncEnumerator<SseItem<string>>>();
        for (var round = 0; round < Rounds; round++)
        {
            var waiting = readers.Select(Next).ToArray();
            Publish("round");
            using var start = new Barrier(AtOnce);
            var connecting = Enumerable.Range(0, AtOnce).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    var reader = Connect();
                    Next(reader).GetAwaiter().GetResult();
                    return reader;
                },
                TaskCreationOptions.LongRunning)).ToArray();
            readers.AddRange(await Task.WhenAll(connecting));
            await Task.WhenAll(waiting);
        }

        Assert.That(readers, Has.Count.EqualTo(Rounds * AtOnce));
    }

    private IAsyncEnumerator<SseItem<string>> Connect() => _stream.Read(CancellationToken.None).GetAsyncEnumerator();

    private static async Task<string> Next(IAsyncEnumerator<SseItem<string>> reader)
    {
        Assert.That(await reader.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
        return $"{reader.Current.EventType} {reader.Current.Data}";
    }

    private void Publish(string reason)
    {
        _counts.Add(reason);
        _publisher.Publish(_machine, _counts, isComplete: true, isLogAway: false);
    }
}
