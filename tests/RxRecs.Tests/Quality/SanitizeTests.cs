using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Quality;

public sealed class SanitizeTests
{
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Days around the start, with clocks that were never set and clocks set to the far future among
    /// them.
    /// </summary>
    private static readonly Arbitrary<Sale[]> Dirty = Gen.Choose(0, 60).SelectMany(
        day => Gen.Choose(0, 19),
        (day, dirt) => new Sale(DayOf(day, dirt), PriceOf(day, dirt))).ArrayOf().ToArbitrary();

    private static readonly SanitizeOptions Tight = new()
    {
        MaxAhead = TimeSpan.FromDays(20),
        DuplicateHorizon = TimeSpan.FromDays(15),
        MaxRemembered = 1000,
        ZeroIsInvalid = true,
    };

    [Test]
    public void Sanitize_AnyInput_LosesNothingAndKeepsTheOrder() => Prop.ForAll(Dirty, events =>
    {
        var machine = Machine(Tight);
        var numbered = events.Select((sale, at) => sale with { Id = at / 2 }).ToArray();
        var results = Judged(machine, numbered);
        Assert.That(results.Select(one => one.Event), Is.EquivalentTo(numbered));
        var counters = machine.Counters;
        Assert.That(counters.Seen, Is.EqualTo(numbered.Length));
        Assert.That(counters.Held, Is.Zero);
        Assert.That(counters.Passed, Is.EqualTo(results.Count(one => !one.IsRejected)));
        Assert.That(counters.Rejected, Is.EqualTo(results.Count(one => one.IsRejected)));
        var rejected = results.Where(one => one.IsRejected).Select(one => one.Rejected!.Counters).ToArray();
        Assert.That(rejected.Select(one => one.Rejected), Is.EqualTo(Enumerable.Range(1, rejected.Length)));
        Assert.That(rejected.All(one => one.Held is >= 0 and < 3), Is.True);
    }).Holds();

    [Test]
    public void Sanitize_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Dirty,
        events => MachineRun.AssertSnapshotLaw(() => Machine(Tight), events.Take(25).ToArray(), codecs: Codecs))
        .Holds();

    [Test]
    public void Sanitize_DamagedSnapshot_IsRefused() =>
        MachineRun.AssertDamageIsRefused(
            () => Machine(Tight), [At(0), At(1), At(1), At(50), At(2), At(90)], Codecs);

    [Test]
    public void Sanitize_Duplicates_AgreeWithANaiveSearch() => Prop.ForAll(Dirty, events =>
    {
        var options = new SanitizeOptions
        {
            MaxAhead = null,
            Earliest = DateTimeOffset.MinValue,
            DuplicateHorizon = TimeSpan.FromDays(15),
        };
        var seen = new HashSet<Sale>();
        var greatest = DateTimeOffset.MinValue;
        var expected = new List<Sale>();
        foreach (var sale in events)
        {
            greatest = sale.Time > greatest ? sale.Time : greatest;
            if (sale.Time.AddDays(15) >= greatest && !seen.Add(sale))
            {
                expected.Add(sale);
            }
        }

        var found = Judged(new SanitizeMachine<Sale>(null, one => one.Time, options), events)
            .Where(one => one.IsRejected);
        Assert.That(found.Select(one => one.Rejected!.Event), Is.EqualTo(expected));
    }).Holds();

    [Test]
    public void Sanitize_LoneFutureEventAnywhere_IsTheOnlyOneSetAside([Range(0, 9)] int at)
    {
        var events = Enumerable.Range(0, 9).Select(day => At(day)).ToList();
        events.Insert(at, At(30_000));
        var results = Judged(Machine(new SanitizeOptions()), events);
        var rejected = results.Single(one => one.IsRejected).Rejected!;
        Assert.That(rejected.Reason, Is.EqualTo(RejectionReason.TooFarAhead));
        Assert.That(rejected.Event, Is.EqualTo(At(30_000)));
        Assert.That(
            results.Where(one => !one.IsRejected).Select(one => one.Event),
            Is.EqualTo(events.Where(one => one != At(30_000))));
    }

    [Test]
    public void Sanitize_TrueGapInTheData_IsCrossedWithoutLoss()
    {
        int[] days = [0, 1, 2, 100, 101, 102, 103, 300, 301, 302];
        var results = Judged(Machine(new SanitizeOptions()), days.Select(day => At(day)));
        Assert.That(
            results.Select(one => (one.Event, one.IsRejected)), Is.EqualTo(days.Select(day => (At(day), false))));
    }

    [TestCase(new[] { 0, 40, 80, 120, 160, 200 })]
    [TestCase(new[] { 0, 40, 80 })]
    [TestCase(new[] { 0, 100, 140, 190, 300, 340 })]
    [TestCase(new[] { 0, 0, 1, 45, 90, 135, 136, 170 })]
    public void Sanitize_DataWithNothingButGaps_LosesNothing(int[] days)
    {
        var results = Judged(Machine(new SanitizeOptions()), days.Select(day => At(day)));
        Assert.That(
            results.Select(one => (one.Event, one.IsRejected)), Is.EqualTo(days.Select(day => (At(day), false))));
    }

    [Test]
    public void Sanitize_LoneFutureEventInSparseData_IsTheOnlyOneSetAside([Range(0, 8)] int at)
    {
        var events = Enumerable.Range(0, 9).Select(i => At(i * 40)).ToList();
        events.Insert(at, At(30_000));
        var results = Judged(Machine(new SanitizeOptions()), events);
        Assert.That(results.Single(one => one.IsRejected).Rejected!.Event, Is.EqualTo(At(30_000)));
    }

    [Test]
    public void Sanitize_GapBeforeTheLatestTime_LosesNothingAtTheEnd()
    {
        var options = new SanitizeOptions { Latest = Start.AddDays(1000) };
        var results = Judged(Machine(options), [At(0), At(40), At(30_000)]);
        Assert.That(results.Select(one => (one.Event, one.IsRejected)), Is.EquivalentTo(new[]
        {
            (At(0), false), (At(40), false), (At(30_000), true),
        }));
    }

    [Test]
    public void Sanitize_LargeNumber_IsPlausibleUnlessSaid() =>
        Assert.That(
            Reasons(new SanitizeOptions { MaxAhead = null }, [At(0) with { Price = 1e12 }]),
            Is.EqualTo(new RejectionReason?[] { null }));

    [Test]
    public void Sanitize_JumpAtTheEnd_IsSetAside()
    {
        var results = Judged(Machine(new SanitizeOptions()), [At(0), At(0), At(1), At(100), At(101)]);
        Assert.That(results.Select(one => one.IsRejected), Is.EqualTo([false, false, false, true, true]));
    }

    [Test]
    public void Sanitize_JumpsThatDisagree_AreNotBelieved()
    {
        var results = Judged(
            Machine(new SanitizeOptions()), [At(0), At(0), At(1), At(1000), At(2000), At(3000), At(4000), At(2)]);
        Assert.That(
            results.Where(one => !one.IsRejected).Select(one => one.Event), Is.EqualTo([At(0), At(0), At(1), At(2)]));
    }

    [Test]
    public void Sanitize_StreamShorterThanTheConfirmations_IsJudgedAtItsEnd()
    {
        Assert.That(Judged(Machine(new SanitizeOptions()), [At(5)]).Single().IsRejected, Is.False);
        var two = Judged(Machine(new SanitizeOptions()), [At(30_000), At(5)]);
        Assert.That(two.Select(one => one.IsRejected), Is.EqualTo([true, false]));
    }

    [Test]
    public void Sanitize_ExtremeTimes_DoNotOverflow()
    {
        Sale[] events =
        [
            new(DateTimeOffset.MinValue), new(DateTimeOffset.MaxValue),
            At(0), At(0), new(DateTimeOffset.MaxValue), At(0),
        ];
        var options = new SanitizeOptions
        {
            MaxAhead = TimeSpan.MaxValue,
            Earliest = DateTimeOffset.MinValue,
            DuplicateHorizon = TimeSpan.MaxValue,
        };
        Assert.That(Judged(Machine(options), events), Has.Count.EqualTo(events.Length));
        Assert.That(Judged(Machine(new SanitizeOptions()), events).Count(one => one.IsRejected), Is.EqualTo(3));
    }

    [Test]
    public void Sanitize_TimeBeforeTheFloorOrAfterTheLatest_IsSetAside()
    {
        var options = new SanitizeOptions { MaxAhead = null, Latest = Start.AddDays(1) };
        Sale[] events = [new(new DateTimeOffset(1970, 1, 1, 0, 33, 40, TimeSpan.Zero)), At(0), At(1), At(1.001)];
        Assert.That(Reasons(options, events), Is.EqualTo(new RejectionReason?[]
        {
            RejectionReason.TooEarly, null, null, RejectionReason.TooFarAhead,
        }));
    }

    [Test]
    public void Sanitize_Numbers_AreJudgedByTheStatedBounds()
    {
        double?[] prices = [null, 0, -1, -1.01, 5000, 5000.01, double.NaN, double.PositiveInfinity];
        RejectionReason?[] reasons =
        [
            null, null, null, RejectionReason.NumberTooSmall, null, RejectionReason.NumberTooLarge,
            RejectionReason.InvalidNumber, RejectionReason.InvalidNumber,
        ];
        var events = prices.Select(price => At(0) with { Price = price }).ToArray();
        Assert.That(
            Reasons(new SanitizeOptions { MaxAhead = null, LargestNumber = 5000 }, events), Is.EqualTo(reasons));
        reasons[0] = reasons[1] = RejectionReason.InvalidNumber;
        var strict = new SanitizeOptions
        {
            MaxAhead = null,
            LargestNumber = 5000,
            ZeroIsInvalid = true,
            MissingIsInvalid = true,
        };
        Assert.That(Reasons(strict, events), Is.EqualTo(reasons));
    }

    [Test]
    public void Sanitize_MoreThanIsRemembered_ForgetsTheLeastRecentlySeenAndCounts()
    {
        var options = new SanitizeOptions
        {
            MaxAhead = null,
            DuplicateHorizon = TimeSpan.FromDays(9),
            MaxRemembered = 2,
        };
        var machine = Machine(options);
        var results = Judged(machine, [At(1), At(2), At(1), At(3), At(1), At(2)]);
        Assert.That(results.Select(one => one.IsRejected), Is.EqualTo([false, false, true, false, true, false]));
        Assert.That(machine.Counters.Forgotten, Is.EqualTo(2));
    }

    [Test]
    public void Sanitize_BehindTheHorizon_PassesUncheckedAndIsCounted()
    {
        var machine = Machine(new SanitizeOptions { MaxAhead = null, DuplicateHorizon = TimeSpan.FromDays(1) });
        var results = Judged(machine, [At(0), At(5), At(0), At(5)]);
        Assert.That(results.Select(one => one.IsRejected), Is.EqualTo([false, false, false, true]));
        Assert.That(machine.Counters.BeyondHorizon, Is.EqualTo(1));
    }

    [Test]
    public void Sanitize_EmptySource_CompletesEmpty() =>
        Assert.That(Observable.Empty<Interaction>().Sanitize().ToList().Wait(), Is.Empty);

    [Test]
    public void Sanitize_Interactions_AreJudgedByPriceAndRejectedToTheSideOutput()
    {
        var rejected = new List<Rejected<Interaction>>();
        var good = new Interaction(Start, InteractionKind.Purchase, 1, 2) { Price = 3 };
        Interaction[] events = [good, good with { Price = 6000 }, good with { Price = null }, good];
        var options = new SanitizeOptions { DuplicateHorizon = TimeSpan.FromHours(1), LargestNumber = 5000 };
        var counts = new List<QualityCounters>();
        var passed = events.ToObservable().Sanitize(options).WithRejected()
            .Publish(all =>
            {
                all.RejectedEvents().Subscribe(rejected.Add);
                all.Counts().Subscribe(counts.Add);
                return all.Results();
            })
            .ToList().Wait();
        Assert.That(counts.Single(), Is.EqualTo(new QualityCounters
        {
            Seen = 4,
            Passed = 2,
            LargeNumbers = 1,
            Duplicates = 1,
        }));
        Assert.That(passed, Is.EqualTo([good, good with { Price = null }]));
        Assert.That(
            rejected.Select(one => one.Reason),
            Is.EqualTo([RejectionReason.NumberTooLarge, RejectionReason.Duplicate]));
    }

    [Test]
    public void Sanitize_SelectorThrows_EndsWithOneError()
    {
        using var source = new Subject<Sale>();
        var errors = 0;
        Func<Sale, DateTimeOffset> throwing = _ => throw new InvalidOperationException();
        using var subscription = source.Sanitize(throwing).Subscribe(_ => { }, _ => errors++);
        source.OnNext(At(0));
        source.OnNext(At(0));
        Assert.That(errors, Is.EqualTo(1));
        Assert.That(source.HasObservers, Is.False);
    }

    [Test]
    public void Sanitize_SourceError_PassesAndJudgesNothing()
    {
        using var source = new Subject<Sale>();
        var log = new List<string>();
        using var subscription = source.Sanitize(one => one.Time)
            .Subscribe(_ => log.Add("next"), error => log.Add(error.Message));
        source.OnNext(At(0));
        source.OnError(new InvalidOperationException("gone"));
        Assert.That(log, Is.EqualTo(["gone"]));
    }

    [Test]
    public void Sanitize_SteadyState_AllocatesNothing()
    {
        var machine = new SanitizeMachine<Interaction>(
            one => (double?)one.Price, one => one.EventTime,
            new SanitizeOptions { DuplicateHorizon = TimeSpan.FromSeconds(100), MaxRemembered = 500 });
        var output = new Output<SanitizeResult<Interaction>>();
        for (var i = 0; i < 2000; i++)
        {
            Step(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2000; i < 4000; i++)
        {
            Step(i);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Step(int second)
        {
            machine.OnEvent(
                new Interaction(Start.AddSeconds(second), InteractionKind.View, 1, 2) { Price = 5 }, output);
            output.Clear();
        }
    }

    [Test]
    public void SanitizeOptions_OutOfRange_AreRefused()
    {
        Assert.That(
            () => new SanitizeOptions { MaxAhead = TimeSpan.Zero }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SanitizeOptions { Confirmations = 4 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SanitizeOptions { Confirmations = 1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SanitizeOptions { MaxRemembered = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new SanitizeOptions { SmallestNumber = double.NaN },
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static readonly SnapshotCodecs Codecs = SnapshotCodecs.Default.With(Sale.Write, Sale.Read);

    private static SanitizeMachine<Sale> Machine(SanitizeOptions options) =>
        new(one => one.Price, one => one.Time, options);

    /// <summary>All events in the order in which they were judged; the counts, which come last, are checked.</summary>
    private static List<(Sale Event, bool IsRejected, Rejected<Sale>? Rejected)> Judged(
        SanitizeMachine<Sale> machine, IEnumerable<Sale> events)
    {
        var all = MachineRun.All(machine, events);
        Assert.That(all[^1].Counts, Is.EqualTo(machine.Counters));
        return [.. all.SkipLast(1).Select(one => (one.Rejected?.Event ?? one.Event!, one.IsRejected, one.Rejected))];
    }

    private static RejectionReason?[] Reasons(SanitizeOptions options, IEnumerable<Sale> events) =>
        Judged(Machine(options), events).Select(one => one.Rejected?.Reason).ToArray();

    private static Sale At(double day) => new(Start.AddDays(day));

    private static DateTimeOffset DayOf(int day, int dirt) => dirt switch
    {
        0 => DateTimeOffset.UnixEpoch.AddDays(day),
        1 => Start.AddYears(70).AddDays(day),
        _ => Start.AddDays(day),
    };

    private static double? PriceOf(int day, int dirt) => dirt switch
    {
        2 => -2,
        3 => 6000,
        4 => 0,
        5 => null,
        _ => day % 3 + 1,
    };

    private sealed record Sale(DateTimeOffset Time, double? Price = 1, int Id = 0)
    {
        public static void Write(SnapshotWriter writer, Sale value)
        {
            writer.Write(value.Time);
            writer.WriteBoolean(value.Price is not null);
            writer.WriteDouble(value.Price ?? 0);
            writer.WriteInt32(value.Id);
        }

        public static Sale Read(SnapshotReader reader)
        {
            var time = reader.Read<DateTimeOffset>();
            var hasPrice = reader.ReadBoolean();
            var price = reader.ReadDouble();
            return new(time, hasPrice ? price : null, reader.ReadInt32());
        }
    }
}
