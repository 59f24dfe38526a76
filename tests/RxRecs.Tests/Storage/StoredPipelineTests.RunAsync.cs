using System.Buffers;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Storage;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Storage;

public sealed partial class StoredPipelineTests
{
    [Test]
    public async Task RunAsync_SourceEnds_CompletesAndSaves()
    {
        var store = new InMemoryResultStore();
        using var pipeline = Sums(store);
        await pipeline.RunAsync(position => Source(3).Skip((int)position));
        Assert.That(Rows(store), Is.EqualTo(["1 1 1", "3 2 3", "6 4 6"]));
    }

    [Test]
    public async Task RunAsync_PipelineThatEndedInAnEarlierRun_EndsOverAQuietSource()
    {
        var store = new InMemoryResultStore();
        using (var pipeline = Sums(store))
        {
            await pipeline.RunAsync(position => Source(3).Skip((int)position));
        }

        using var again = Sums(store);
        await again.RunAsync(_ => Observable.Never<PositionedEvent<int>>()).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That(again.HasEnded, Is.True);
    }

    [Test]
    public async Task RunAsync_Canceled_SavesAndGoesOnInTheNextRun()
    {
        var store = new InMemoryResultStore();
        using (var pipeline = Sums(store))
        {
            using var stop = new CancellationTokenSource();
            using var source = new Subject<PositionedEvent<int>>();
            var running = pipeline.RunAsync(_ => source, stop.Token);
            source.OnNext(new(1, 10));
            await stop.CancelAsync();
            await running;
            Assert.That(source.HasObservers, Is.False);
        }

        using var again = Sums(store);
        Assert.That((again.Position, again.ResultCount, again.HasEnded), Is.EqualTo((10L, 1L, false)));
        again.OnNext(5, 11);
        again.Save();
        Assert.That(Rows(store), Is.EqualTo(["1 1 1", "6 2 6"]));
    }

    [Test]
    public void RunAsync_SourceFails_SavesWhatCameBefore()
    {
        var store = new InMemoryResultStore();
        using var pipeline = Sums(store);
        Assert.That(
            () => pipeline.RunAsync(_ => Source(2).Concat(
                Observable.Throw<PositionedEvent<int>>(new FormatException("source")))),
            Throws.TypeOf<FormatException>());
        Assert.That((store.Load(Name)[0].Position, store.LastNumber(Name)), Is.EqualTo((2L, 2L)));
    }

    [Test]
    public void RunAsync_QuietSource_SavesOnTheClock()
    {
        var store = new InMemoryResultStore();
        using var pipeline = Sums(store);
        using var source = new Subject<PositionedEvent<int>>();
        var running = pipeline.RunAsync(_ => source);
        source.OnNext(new(1, 1));
        Assert.That(store.LastNumber(Name), Is.Zero);
        _clock.Now += TimeSpan.FromSeconds(1);
        _clock.Tick();
        Assert.That((store.LastNumber(Name), store.Load(Name).Count), Is.EqualTo((1L, 0)));
        _clock.Now += TimeSpan.FromSeconds(10);
        _clock.Tick();
        Assert.That(store.Load(Name)[0].Position, Is.EqualTo(1));
        Assert.That(running.IsCompleted, Is.False);
    }

    [Test]
    public void RunAsync_StoreWaitsForItsDatabase_TicksPassBy()
    {
        // The clock's timers go on while a save waits: each that waited with it would hold a thread.
        var store = new ShakyStore(new Random(1))
        {
            IsSteady = true,
            OnSave = () => Assert.That(Task.Run(_clock.Tick).Wait(TimeSpan.FromMinutes(1)), "A tick waits for a save."),
        };
        using var pipeline = Sums(store, Options(store) with { MaxPendingResults = 2 });
        Assert.That(() => pipeline.RunAsync(_ => Source(3)), Throws.Nothing);
        Assert.That(store.Inner.LastNumber(Name), Is.EqualTo(pipeline.ResultCount));
    }

    [Test]
    public void RunAsync_StoreFails_EndsWithItsError()
    {
        var store = new ShakyStore(new Random(1)) { FailsAlways = true };
        using var pipeline = Sums(store, Options(store) with { MaxPendingResults = 2 });
        Assert.That(() => pipeline.RunAsync(_ => Source(3)), Throws.TypeOf<IOException>());
        Assert.That(store.Inner.LastNumber(Name), Is.Zero);
    }

    [Test]
    public void RunAsync_StateWithoutACodec_EndsWithThatAlone()
    {
        var options = new StoredPipelineOptions<Version>
        {
            Store = new InMemoryResultStore(),
            Name = Name,
            KeySelector = version => version.ToString(),
            TimeSelector = _ => TimedEvent.Noon,
            Write = (_, output) => output.Write("{}"u8),
            CheckpointEvents = 2,
            TimeProvider = _clock,
        };
        using var pipeline = new StoredPipeline<int, Version>(options, events => events
            .Select(major => new Version(major, 0))
            .Reorder(_ => TimedEvent.Noon, new() { AllowedLateness = TimeSpan.FromHours(1) }));
        Assert.That(() => pipeline.RunAsync(_ => Source(3)), Throws.TypeOf<SnapshotException>());
    }
}
