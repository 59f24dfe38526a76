using System.Buffers;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text;
using RxRecs.Machines;
using RxRecs.Storage;
using RxRecs.Tests.Checkpoints;
using RxRecs.Tests.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Storage;

/// <summary>After stops at any moment the store holds what it would hold without them.</summary>
public sealed partial class StoredPipelineTests
{
    private const string Name = "sums";
    private readonly StillClock _clock = new();

    [Test]
    public void Pipeline_StoppedAnywhere_LosesAndRepeatsNothing([ValueSource(nameof(Names))] string name) =>
        FsCheck.Fluent.Prop.ForAll(TimedEvent.AnyOrder, FsCheck.Fluent.ArbMap.Default.ArbFor<int>(), (events, seed) =>
        {
            var whole = new InMemoryResultStore();
            using (var pipeline = Composed(name, whole, 1_000, 1_000))
            {
                Feed(pipeline, events, events.Length);
                pipeline.Complete();
            }

            var random = new Random(seed);
            var store = new ShakyStore(random);
            for (var stop = 0; stop < 6; stop++)
            {
                using var pipeline = Composed(name, store, random.Next(1, 6), random.Next(1, 12));
                Feed(pipeline, events, random.Next(0, events.Length + 1));
                if (random.Next(2) == 0)
                {
                    Try(pipeline.Save);
                }
            }

            using var last = Composed(name, store, 3, 7);
            Feed(last, events, events.Length);
            store.IsSteady = true;
            last.Complete();
            Assert.That(store.Inner.ReadResults(Name), Is.EqualTo(whole.ReadResults(Name)));
            Assert.That(store.Inner.LastNumber(Name), Is.EqualTo(whole.LastNumber(Name)));
            Assert.That(last.ResultCount, Is.EqualTo(whole.LastNumber(Name)));
        }).Holds(cases: 40);

    [Test]
    public void OnNext_Results_AreSavedByNumberAndStateByEvents()
    {
        var store = new InMemoryResultStore();
        using var pipeline = Sums(store, Options(store) with { MaxPendingResults = 2, CheckpointEvents = 5 });
        var saved = new List<(long Results, int Checkpoints)>();
        for (var i = 1; i <= 6; i++)
        {
            pipeline.OnNext(i, i);
            saved.Add((store.LastNumber(Name), store.Load(Name).Count));
        }

        Assert.That(saved, Is.EqualTo([(0L, 0), (2L, 0), (2L, 0), (4L, 0), (5L, 1), (5L, 1)]));
    }

    [Test]
    public void OnNext_TimePasses_SavesResultsAndThenState()
    {
        var store = new InMemoryResultStore();
        using var pipeline = Sums(store, Options(store) with
        {
            ResultInterval = TimeSpan.FromSeconds(1),
            CheckpointInterval = TimeSpan.FromSeconds(3),
        });
        var saved = new List<(long Results, int Checkpoints)>();
        for (var i = 1; i <= 4; i++)
        {
            _clock.Now += TimeSpan.FromSeconds(0.75);
            pipeline.OnNext(i, i);
            saved.Add((store.LastNumber(Name), store.Load(Name).Count));
        }

        Assert.That(saved, Is.EqualTo([(0L, 0), (2L, 0), (2L, 0), (4L, 1)]));
    }

    [Test]
    public void OnNext_PipelineFails_TakesBackTheEventAndKeepsTheOnesBefore()
    {
        var store = new InMemoryResultStore();
        IObservable<long> Build(IObservable<int> source) =>
            Sum(source.Select(each => each < 3 ? each : throw new FormatException("three")))
            .SelectMany(sum => new[] { sum, -sum });
        for (var run = 0; run < 2; run++)
        {
            using var pipeline = new StoredPipeline<int, long>(Options(store), Build);
            Assert.That((pipeline.Position, store.Load(Name).Count), Is.EqualTo((0L, 0)));
            pipeline.OnNext(1, 1);
            pipeline.OnNext(2, 2);
            pipeline.OnNext(3, 3);
            Assert.That(
                (pipeline.Error?.Message, pipeline.Position, pipeline.ResultCount), Is.EqualTo(("three", 2L, 4L)));
            Assert.That(Rows(store), Is.EqualTo(["-1 2 -1", "-3 4 -3", "1 1 1", "3 3 3"]));
            Assert.That(pipeline.RepeatCount, Is.EqualTo(run * 4));
        }
    }

    [Test]
    public void OnNext_SelectorFails_TakesBackTheWholeEvent()
    {
        var store = new InMemoryResultStore();
        var options =
            Options(store) with { KeySelector = value => value == -3 ? throw new FormatException("key") : $"{value}" };
        using var pipeline =
            new StoredPipeline<int, long>(options, source => Sum(source).SelectMany(sum => new[] { sum, -sum }));
        pipeline.OnNext(1, 1);
        Assert.That(() => pipeline.OnNext(2, 2), Throws.TypeOf<FormatException>());
        pipeline.Save();
        Assert.That(Rows(store), Is.EqualTo(["-1 2 -1", "1 1 1"]));
    }

    [Test]
    public void OnNext_PositionIsNotBeyond_IsRefused()
    {
        using var pipeline = Sums(new InMemoryResultStore());
        pipeline.OnNext(1, 5);
        Assert.That(
            () => pipeline.OnNext(1, 5),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("read its source from there"));
        Assert.That((pipeline.ResultCount, pipeline.Position), Is.EqualTo((1L, 5L)));
    }

    [Test]
    public void Complete_ThenMoreEvents_IsRefusedNowAndAfterARestart()
    {
        var store = new InMemoryResultStore();
        for (var run = 0; run < 2; run++)
        {
            using var pipeline = Sums(store);
            if (run == 0)
            {
                pipeline.OnNext(1, 1);
                pipeline.Complete();
            }

            Assert.That(
                () => pipeline.OnNext(2, 2),
                Throws.TypeOf<InvalidOperationException>().With.Message.Contains("was completed at position 1"));
            pipeline.Complete();
            Assert.That(store.LastNumber(Name), Is.EqualTo(2), "The sum of the end comes once.");
        }
    }

    [Test]
    public void AdvanceWatermarks_IsSavedAtOnce()
    {
        var store = new InMemoryResultStore();
        IObservable<long> Build(IObservable<int> source) => source
            .TrendBuckets(
                TimeSpan.FromDays(1),
                _ => 0,
                DayOf,
                new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero })
            .Select(bucket => bucket.Index);
        using (var pipeline = new StoredPipeline<int, long>(Options(store), Build))
        {
            pipeline.OnNext(0, 1);
            pipeline.AdvanceWatermarks(TimeSpan.FromDays(1));
        }

        Assert.That((store.LastNumber(Name), store.Load(Name)[0].Position), Is.EqualTo((1L, 1L)));
        using var again = new StoredPipeline<int, long>(Options(store), Build);
        Assert.That(again.Watermark, Is.EqualTo(DayOf(1)));
    }

    [Test]
    public void Restore_ResultsAreGone_IsRefused()
    {
        var store = new InMemoryResultStore();
        var snapshots = new InMemoryResultStore();
        using (var pipeline = Sums(store))
        {
            pipeline.OnNext(1, 1);
            pipeline.Save();
        }

        snapshots.Save(Name, 1, store.Load(Name)[0].Content.Span);
        Assert.That(
            () => Sums(snapshots),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("behind 1 results, and the store knows of 0"));
    }

    [Test]
    public void Restore_BytesOfSomethingElse_AreRefused([Values("", "RXRP", "RXST", "RXST\u0002")] string bytes)
    {
        var store = new InMemoryResultStore();
        store.Save(Name, 1, Encoding.Latin1.GetBytes(bytes));
        Assert.That(() => Sums(store), Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void New_OptionsWithoutAName_AreRefused()
    {
        var store = new InMemoryResultStore();
        Assert.That(() => Sums(store, Options(store) with { Name = "" }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Sums(store, Options(store) with { Write = null! }), Throws.ArgumentNullException);
    }

    [Test]
    public void OnNext_BetweenSaves_AllocatesNothing()
    {
        var store = new InMemoryResultStore();
        var options = Options(store) with
        {
            KeySelector = _ => "key",
            Write = (_, output) => output.Write("{}"u8),
            MaxPendingResults = int.MaxValue,
            CheckpointEvents = int.MaxValue,
        };
        using var pipeline = Sums(store, options);
        var position = 0L;
        long Feed(int events)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < events; i++)
            {
                pipeline.OnNext(1, ++position);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Feed(10_000);
        pipeline.Save();
        Assert.That(Feed(5_000), Is.Zero);
    }

    private static IEnumerable<string> Names() => Compositions.All.Keys;

    private static DateTimeOffset DayOf(int day) => TimedEvent.Noon.AddHours(-12).AddDays(day);

    private static IObservable<PositionedEvent<int>> Source(int events) =>
        Observable.Range(1, events).Select(i => new PositionedEvent<int>(i, i));

    private static IObservable<long> Sum(IObservable<int> source) =>
        source.RunMachine(() => new RunningSumMachine<int>(each => each));

    private static IEnumerable<string> Rows(InMemoryResultStore store) => store.ReadResults(Name)
        .Select(row => $"{row.Key} {row.Number} {Encoding.UTF8.GetString(row.Value!.Value.Span)}");

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (IOException)
        {
            // The store is shaky on purpose; the pipeline tries again.
        }
    }

    private static void Feed(StoredPipeline<TimedEvent, string> pipeline, TimedEvent[] events, int end)
    {
        for (var i = (int)pipeline.Position; i < end; i++)
        {
            Try(() => pipeline.OnNext(events[i], i + 1));
        }
    }

    private StoredPipeline<int, long> Sums(IResultStore store, StoredPipelineOptions<long>? options = null) =>
        new(options ?? Options(store), Sum);

    private StoredPipelineOptions<long> Options(IResultStore store) => new()
    {
        Store = store,
        Name = Name,
        KeySelector = static value => $"{value}",
        TimeSelector = static _ => TimedEvent.Noon,
        Write = static (value, output) => Encoding.UTF8.GetBytes($"{value}", output),
        TimeProvider = _clock,
    };

    private StoredPipeline<TimedEvent, string> Composed(
        string name, IResultStore store, int pending, int events) => new(
        new StoredPipelineOptions<string>
        {
            Store = store,
            Name = Name,
            KeySelector = static text => $"{text.Length % 9}",
            TimeSelector = static _ => TimedEvent.Noon,
            Write = static (text, output) => Encoding.UTF8.GetBytes(text, output),
            IsRemoval = static text => text.Length % 9 == 4,
            MaxPendingResults = pending,
            CheckpointEvents = events,
            Codecs = TestCodecs.All,
            TimeProvider = _clock,
        },
        source => Compositions.All[name](source, static _ => { }));

    /// <summary>A clock that is set by hand, and whose timers run when they are told to.</summary>
    private sealed class StillClock : TimeProvider
    {
        private Action? _timers;

        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers += () => callback(state);
            return new Timer(static _ => { }, null, Timeout.Infinite, Timeout.Infinite);
        }

        public void Tick() => _timers?.Invoke();
    }

    /// <summary>Fails every fourth save or so: before it has kept anything, or behind it.</summary>
    private sealed class ShakyStore(Random random) : IResultStore
    {
        public InMemoryResultStore Inner { get; } = new();

        public bool IsSteady { get; set; }

        public bool FailsAlways { get; init; }

        public Action? OnSave { get; init; }

        public Action<ReadOnlyMemory<byte>>? OnCheckpoint { get; init; }

        public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
        {
            OnSave?.Invoke();
            var chance = IsSteady ? 9 : FailsAlways ? 0 : random.Next(8);
            if (chance == 0)
            {
                throw new IOException("before");
            }

            if (checkpoint is not null)
            {
                OnCheckpoint?.Invoke(checkpoint.Content);
            }

            Inner.Save(name, results, checkpoint);
            if (chance == 1)
            {
                throw new IOException("behind");
            }
        }

        public void Save(string name, long position, ReadOnlySpan<byte> snapshot) =>
            Inner.Save(name, position, snapshot);

        public StoredSnapshots Load(string name) => Inner.Load(name);

        public void Delete(string name) => Inner.Delete(name);

        public IReadOnlyList<string> Names() => Inner.Names();

        public long LastNumber(string name) => Inner.LastNumber(name);

        public StoredResult? Find(string name, string key) => Inner.Find(name, key);

        public IEnumerable<StoredResult> ReadResults(string name) => Inner.ReadResults(name);
    }
}
