using System.Reactive.Subjects;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;
using RxRecs.Storage;
using RxRecs.Webhooks;

namespace RxRecs.Live;

/// <summary>Tests that a log which is too long keeps what the older of two checkpoints reads on from.</summary>
[TestFixture]
public sealed class TrimTests
{
    [Test]
    public async Task Trim_CheckpointAfterCheckpoint_GoesUpToTheOlderOne()
    {
        var store = new InMemoryResultStore();
        using (var log = new LongLog(store))
        {
            await Run(store, log, [1, 2, 3], expected: [0, 1, 2]);
        }

        // A run that begins at a checkpoint does not know the one before, and trims nothing until it has made one.
        using var again = new LongLog(store);
        await Run(store, again, [4, 5], expected: [3, 4]);
    }

    private static async Task Run(InMemoryResultStore store, LongLog log, long[] positions, long[] expected)
    {
        var clock = new VirtualClock();
        using var pipeline = new LivePipeline(
            new LiveSettings(),
            log,
            store,
            new StatePublisher(clock),
            new DeadLetterCounts(),
            clock,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<LivePipeline>.Instance);
        await pipeline.StartAsync(CancellationToken.None);
        foreach (var (position, trimmed) in positions.Zip(expected))
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            log.Add(position);
            await LiveProcess.Until(() => Task.FromResult(
                store.Load("carts") is { Count: > 0 } kept && kept[0].Position == position));
            clock.Advance(TimeSpan.FromSeconds(1));
            await LiveProcess.Until(() => Task.FromResult(log.Trimmed == trimmed));
        }

        await pipeline.StopAsync(CancellationToken.None);
        Assert.That(log.LostState, Is.False);
    }

    private sealed class LongLog(InMemoryResultStore store) : IEventLog
    {
        private readonly ReplaySubject<ReadResult<PositionedEvent<LogRecord>>> _events = new();
        private long _trimmed;

        public string Name => "long";

        public long FirstPosition => 0;

        public long? CaughtUpAt => 0;

        public bool IsAway => false;

        public bool IsTooLong => true;

        public long Trimmed => Volatile.Read(ref _trimmed);

        public bool LostState { get; private set; }

        public void Add(long position) => _events.OnNext(new PositionedEvent<LogRecord>(
            LogRecord.Of(new ShopMessage { EventType = "view", EventTime = DateTimeOffset.UnixEpoch, ProductId = 1 }),
            position));

        public Task<long?> AppendAsync(MessageBatch messages) => throw new NotSupportedException();

        public IObservable<ReadResult<PositionedEvent<LogRecord>>> ReadFrom(long position) => _events;

        public void DeleteBefore(long position) => throw new NotSupportedException();

        public void Trim(long position)
        {
            LostState |= position > 0 && store.Load("carts")[^1].Position < position;
            Volatile.Write(ref _trimmed, position);
        }

        public void Dispose() => _events.Dispose();
    }
}
