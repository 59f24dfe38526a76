using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Time;

public sealed class MergeByEventTimeTests
{
    private static readonly MergeOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public void MergeByEventTime_AnyInterleavingOfSortedSources_EqualsABatchSort() => Prop.ForAll(
        TimedEvent.AnyOrder,
        ArbMap.Default.ArbFor<int>(),
        (events, seed) =>
        {
            var random = new Random(seed);
            var sources = Split(events, random.Next(1, 9), random);
            var results = EventTimeRun.Results(Machine(sources.Length, Sorted), Interleave(sources, random));
            Assert.That(results, Is.EqualTo(BatchSort(sources)));
        }).Holds();

    [Test]
    public void MergeByEventTime_AnyInterleavingOfDisorderedSources_EqualsABatchSort() => Prop.ForAll(
        TimedEvent.AnyOrder,
        ArbMap.Default.ArbFor<int>(),
        (events, seed) =>
        {
            var random = new Random(seed);
            var sources = Split(events, random.Next(1, 9), random)
                .Select(one => TimedEvent.Shuffle(one, 60, seed))
                .ToArray();
            var machine = Machine(sources.Length, Sorted with { AllowedLateness = TimeSpan.FromMinutes(1) });
            Assert.That(EventTimeRun.Results(machine, Interleave(sources, random)), Is.EqualTo(BatchSort(sources)));
        }).Holds();

    [Test]
    public void MergeByEventTime_AnyInput_IsInOrderAndLosesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        ArbMap.Default.ArbFor<int>(),
        (events, seed) =>
        {
            var all = EventTimeRun.All(Machine(3, Sorted), AnyInput(events, seed));
            Assert.That(all.Where(one => one.IsResult).Select(one => one.Result.Seconds), Is.Ordered);
            Assert.That(
                all.SkipLast(1).Select(one => one.IsLate ? one.Late.Event : one.Result), Is.EquivalentTo(events));
        }).Holds();

    [Test]
    public void MergeByEventTime_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        ArbMap.Default.ArbFor<int>(),
        (events, seed) => EventTimeRun.AssertSnapshotLaw(
            () => Machine(3, Sorted with { AllowedLateness = TimeSpan.FromSeconds(30) }),
            AnyInput(events, seed))).Holds();

    [Test]
    public void MergeByEventTime_SourceWithNothingPending_HoldsBackTheOthersUntilItCompletes()
    {
        using var run = new TwoSources(Sorted);
        run.First.OnNext(At(1));
        run.First.OnNext(At(2));
        Assert.That(run.Seen, Is.Empty);
        run.Second.OnNext(At(2));
        Assert.That(run.Seen, Is.EqualTo([1, 2]), "the first source may still send another 2");
        run.First.OnNext(At(9));
        Assert.That(run.Seen, Is.EqualTo([1, 2, 2]));
        run.Second.OnCompleted();
        Assert.That(run.Seen, Is.EqualTo([1, 2, 2, 9]));
        run.First.OnCompleted();
        Assert.That(run.IsCompleted);
    }

    [Test]
    public void MergeByEventTime_EqualTimes_ComeInTheOrderOfSources()
    {
        using var run = new TwoSources(Sorted);
        run.Second.OnNext(new(5, "second", 0));
        run.First.OnNext(new(5, "first", 1));
        run.First.OnNext(new(5, "first", 2));
        run.First.OnNext(new(6, "first", 3));
        Assert.That(run.Events.Select(one => one.Id), Is.EqualTo([1, 2, 0]));
    }

    [Test]
    public void MergeByEventTime_IdleSource_IsWaitedForNoMoreAndIsLateWhenItReturnsBehind()
    {
        var scheduler = new HistoricalScheduler();
        using var run = new TwoSources(Sorted with { IdleTimeout = TimeSpan.FromSeconds(20) }, scheduler);
        run.First.OnNext(At(1));
        run.Second.OnNext(At(3));
        Assert.That(run.Seen, Is.EqualTo([1]));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(15));
        run.Second.OnNext(At(10));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(6));
        Assert.That(run.Seen, Is.EqualTo([1, 3, 10]));
        run.First.OnNext(At(8));
        run.First.OnNext(At(12));
        Assert.That(run.Late.Select(one => one.Event.Seconds), Is.EqualTo([8]));
        Assert.That(run.Seen, Is.EqualTo([1, 3, 10]));
        run.Second.OnNext(At(13));
        Assert.That(run.Seen, Is.EqualTo([1, 3, 10, 12]));
    }

    [Test]
    public void MergeByEventTime_SourceOfLateEventsAlone_IsWaitedForNoMore()
    {
        var scheduler = new HistoricalScheduler();
        using var run = new TwoSources(Sorted with { IdleTimeout = TimeSpan.FromSeconds(20) }, scheduler);
        run.First.OnNext(At(5));
        run.Second.OnNext(At(3));
        run.Second.OnNext(At(9));
        for (var i = 0; i < 5; i++)
        {
            scheduler.AdvanceBy(TimeSpan.FromSeconds(5));
            run.First.OnNext(At(1));
            run.Second.OnNext(At(10 + i));
        }

        Assert.That(run.Seen, Is.EqualTo([3, 5, 9, 10, 11, 12, 13, 14]));
        Assert.That(run.Late, Has.Count.EqualTo(5));
        run.First.OnNext(At(13));
        run.Second.OnNext(At(15));
        Assert.That(run.Seen, Is.EqualTo([3, 5, 9, 10, 11, 12, 13, 14, 15]), "still late, still not waited for");
        run.First.OnNext(At(15));
        run.Second.OnNext(At(16));
        Assert.That(run.Seen, Is.EqualTo([3, 5, 9, 10, 11, 12, 13, 14, 15, 15]), "in time, and waited for again");
    }

    [Test]
    public void MergeByEventTime_AllSourcesQuiet_TheClockGoesOnForWhatTheLatenessHolds()
    {
        var scheduler = new HistoricalScheduler();
        var options = new MergeOptions
        {
            AllowedLateness = TimeSpan.FromMinutes(1),
            IdleTimeout = TimeSpan.FromSeconds(20),
        };
        using var run = new TwoSources(options, scheduler);
        run.First.OnNext(At(100));
        run.Second.OnNext(At(100));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(50));
        Assert.That(run.Seen, Is.Empty);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(60));
        Assert.That(run.Seen, Is.EqualTo([100, 100]));
    }

    [Test]
    public void MergeByEventTime_SourceThatRunsAhead_EndsWithAnErrorThatNamesTheLimit()
    {
        using var run = new TwoSources(Sorted with { MaxPending = 3 });
        for (var i = 0; i < 4; i++)
        {
            run.First.OnNext(At(i));
        }

        Assert.That(run.Error, Is.TypeOf<InvalidOperationException>()
            .With.Message.Contains("Source 0 is 3 events ahead of source 1").And.Message.Contains("MaxPending"));
        Assert.That(run.First.HasObservers || run.Second.HasObservers, Is.False);
    }

    [Test]
    public void MergeByEventTime_ErrorOfASource_PassesAtOnceAndEndsTheOthers()
    {
        using var run = new TwoSources(Sorted);
        run.First.OnNext(At(1));
        var error = new FormatException();
        run.Second.OnError(error);
        Assert.That(run.Error, Is.SameAs(error));
        Assert.That(run.Seen, Is.Empty);
        Assert.That(run.First.HasObservers, Is.False);
    }

    [Test]
    public void MergeByEventTime_SelectorThrows_EndsWithOnError()
    {
        var results = new[] { Observable.Return(1), Observable.Never<int>() }
            .MergeByEventTime(_ => throw new FormatException(), Sorted);
        Assert.That(() => results.Wait(), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void MergeByEventTime_ObserverThrowsWhileASourceIsSubscribedTo_TheExceptionReachesTheCaller()
    {
        var first = new ProbeSource<TimedEvent> { OnSubscribe = observer => observer.OnNext(new(0, "a", 1)) };
        var second = new ProbeSource<TimedEvent> { OnSubscribe = observer => observer.OnCompleted() };
        var merged = new IObservable<TimedEvent>[] { first, second }.MergeByEventTime(one => one.Time, Sorted);
        Assert.That(
            () => merged.Subscribe(new ThrowingObserver<TimedEvent>()), Throws.TypeOf<InvalidDataException>());
        Assert.That(first.Active, Is.Zero);
    }

    [Test]
    public void MergeByEventTime_SourceThatCannotBeSubscribedTo_EndsWithOnError()
    {
        var broken = new ProbeSource<TimedEvent> { OnSubscribe = _ => throw new InvalidDataException() };
        Exception? failure = null;
        using var subscription = new IObservable<TimedEvent>[] { broken }.MergeByEventTime(one => one.Time, Sorted)
            .Subscribe(_ => { }, error => failure = error);
        Assert.That(failure, Is.TypeOf<InvalidDataException>());
    }

    [Test]
    public void MergeByEventTime_NoSources_CompletesEmpty() => Assert.That(
        Array.Empty<IObservable<Interaction>>().MergeByEventTime(Sorted).ToEnumerable(), Is.Empty);

    [Test]
    public void MergeByEventTime_ColdSources_TakeTurnsSoThatAlmostNothingWaits()
    {
        var sources = Enumerable.Range(0, 4)
            .Select(
                one => Enumerable.Range(0, 5_000).Select(i => new TimedEvent((i * 4) + one, "a", i)).ToObservable());
        var results = sources.MergeByEventTime(one => one.Time, Sorted with { MaxPending = 2 }).ToEnumerable();
        Assert.That(results.Select(one => one.Seconds), Is.EqualTo(Enumerable.Range(0, 20_000)));
    }

    [Test]
    public void MergeByEventTime_Dispose_EndsAllSourcesAndTimers()
    {
        var scheduler = new HistoricalScheduler();
        var run = new TwoSources(Sorted with { IdleTimeout = TimeSpan.FromSeconds(20) }, scheduler);
        run.Dispose();
        Assert.That(run.First.HasObservers || run.Second.HasObservers, Is.False);
        scheduler.Start();
        Assert.That(scheduler.Now, Is.EqualTo(DateTimeOffset.MinValue));
    }

    [Test]
    public void MergeByEventTime_ReentrantSource_IsTakenInTurn()
    {
        var first = new Subject<TimedEvent>();
        var second = new Subject<TimedEvent>();
        var seen = new List<int>();
        using var _ = new[] { first, second }.MergeByEventTime(one => one.Time, Sorted).Subscribe(one =>
        {
            seen.Add(one.Seconds);
            if (seen.Count == 1)
            {
                first.OnNext(At(2));
                second.OnNext(At(3));
            }
        });
        first.OnNext(At(1));
        second.OnNext(At(1));
        Assert.That(seen, Is.EqualTo([1, 1, 2]));
    }

    [Test]
    public void MergeByEventTime_SourcesOnManyThreads_AreSerialAndSorted()
    {
        const int Count = 20_000;
        var sources = Enumerable.Range(0, 8).Select(one => Enumerable.Range(0, Count)
            .Select(i => new TimedEvent(i, "a", one))
            .ToObservable(NewThreadScheduler.Default));
        var busy = 0;
        var overlaps = 0;
        var results = sources.MergeByEventTime(one => one.Time, Sorted)
            .Do(_ =>
            {
                overlaps += Interlocked.Increment(ref busy) - 1;
                Interlocked.Decrement(ref busy);
            })
            .ToArray()
            .Wait();
        Assert.That(overlaps, Is.Zero);
        Assert.That(results, Has.Length.EqualTo(8 * Count));
        Assert.That(results.Select((one, i) => one == new TimedEvent(i / 8, "a", i % 8)), Is.All.True);
    }

    private static TimedEvent At(int seconds) => new(seconds, "a", 0);

    private static MergeByEventTimeMachine<TimedEvent> Machine(int sourceCount, MergeOptions options) =>
        new(sourceCount, one => one.Time, options);

    private static TimedEvent[][] Split(TimedEvent[] events, int count, Random random)
    {
        var bySource = events.ToLookup(_ => random.Next(count));
        return Enumerable.Range(0, count).Select(i => bySource[i].OrderBy(one => one.Seconds).ToArray()).ToArray();
    }

    private static IEnumerable<TimedEvent> BatchSort(TimedEvent[][] sources) => sources
        .SelectMany((events, source) => events.Select((one, i) => (one, source, i)))
        .OrderBy(all => (all.one.Seconds, all.source, all.i))
        .Select(all => all.one);

    private static List<MergeInput<TimedEvent>> Interleave(TimedEvent[][] sources, Random random)
    {
        var next = new int[sources.Length];
        var open = Enumerable.Range(0, sources.Length).ToList();
        var inputs = new List<MergeInput<TimedEvent>>();
        while (open.Count != 0)
        {
            var source = open[random.Next(open.Count)];
            if (next[source] < sources[source].Length)
            {
                inputs.Add(new(source, MergeInputKind.Event, sources[source][next[source]++]));
            }
            else
            {
                inputs.Add(new(source, MergeInputKind.Completed));
                open.Remove(source);
            }
        }

        return inputs;
    }

    private static List<MergeInput<TimedEvent>> AnyInput(TimedEvent[] events, int seed)
    {
        var random = new Random(seed);
        return events.SelectMany(one => random.Next(5) == 0
            ? new MergeInput<TimedEvent>[]
            {
                new(random.Next(3), MergeInputKind.Idle), new(random.Next(3), MergeInputKind.Event, one),
            }
            : [new(random.Next(3), MergeInputKind.Event, one)]).ToList();
    }

    private sealed class TwoSources : IDisposable
    {
        private readonly IDisposable _subscription;

        public TwoSources(MergeOptions options, IScheduler? scheduler = null)
        {
            _subscription = new[] { First, Second }
                .MergeByEventTime(one => one.Time, options with { Scheduler = scheduler })
                .NoteLate(Late.Add)
                .Subscribe(Events.Add, error => Error = error, () => IsCompleted = true);
        }

        public Subject<TimedEvent> First { get; } = new();

        public Subject<TimedEvent> Second { get; } = new();

        public List<TimedEvent> Events { get; } = [];

        public IEnumerable<int> Seen => Events.Select(one => one.Seconds);

        public List<LateEvent<TimedEvent>> Late { get; } = [];

        public Exception? Error { get; private set; }

        public bool IsCompleted { get; private set; }

        public void Dispose() => _subscription.Dispose();
    }
}
