using FsCheck;
using FsCheck.Fluent;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;
using RxRecs.Tests.Interactions;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Insights;

/// <summary>Periods of two minutes, events up to one minute late, six items.</summary>
public sealed class InsightsTests
{
    public const int Items = 6;
    private const int Lateness = 60;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly InsightOptions InOrder = new() { AllowedLateness = TimeSpan.Zero };

    private static readonly InsightOptions Options = new()
    {
        AllowedLateness = TimeSpan.FromSeconds(Lateness),
        AbandonAfter = TimeSpan.FromSeconds(45),
        Ranking = new() { Top = 3, MinScore = 0.5 },
        PeriodsKept = 4,
    };

    [Test]
    public void Insights_AnyArrivalWithinLateness_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, events =>
        AssertEqualsTheModel(events, events.Length)).Holds();

    [Test]
    public void Insights_LongRun_EqualsTheModelAndFillsEveryList([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 3000)
            .Select(_ => new TimedEvent(
                random.Next(4000), "abcdefgh"[random.Next(8)].ToString(), random.Next(1 << 20)));
        var reports = AssertEqualsTheModel(events, seed);
        Assert.Multiple(() =>
        {
            Assert.That(reports.Any(each => each.Items.Rising.Any(change => change.MayBeOlder)), Is.True);
            Assert.That(reports.Any(each => each.Items.Turning.Count > 0), Is.True);
            Assert.That(reports.Any(each => each.Contrasts.Count > 0), Is.True);
            Assert.That(reports.Any(each => each.AgainstCategory.Count > 0), Is.True);
            Assert.That(reports.Any(each => each.Now.CartsLeft is { Count: > 0, TakenUp: > 0, Worth: > 0 }), Is.True);
            Assert.That(reports.Any(each => each.Now.Gaps is { WithoutUser: > 0, WithoutBrand: > 0 }), Is.True);
        });
    }

    [Test]
    public void Insights_SnapshotAtAnyCut_ChangesNothing() => Assert.That(
        () => OperatorLaws.CheckSnapshot(
            () => new InsightsMachine<Interaction, Id, Id>(
                Hour, ShopRecommender.Selectors, Options with { MaxUsers = 3, MaxItems = 4 }),
            SampleInteractions.Disordered(new Random(4), 300)),
        Throws.Nothing);

    [Test]
    public void Rise_OverSeveralPeriods_IsToldSinceItBegan()
    {
        var report = Run(Purchases(8, 40, 9, 16, 30, 60, 1)).Last(each => !each.IsPartial);
        var change = report.Items.Rising.Single();
        Assert.Multiple(() =>
        {
            Assert.That((change.Before, change.Now, change.CountBefore), Is.EqualTo((30, 60, 9)));
            Assert.That(change.Since, Is.EqualTo(Monday + (3 * Hour)));
            Assert.That(change.TurnedFrom, Is.EqualTo(Monday + (2 * Hour)));
            Assert.That(change.Counts, Is.EqualTo([8, 40, 9, 16, 30, 60]));
            Assert.That(change.Score, Is.EqualTo(30 / Math.Sqrt(90)));
            Assert.That(report.Items.Turning.Single().Score, Is.EqualTo(change.Score));
            Assert.That(report.Items.Falling, Is.Empty);
        });
    }

    [Test]
    public void Change_ThatChanceExplains_IsNotTold()
    {
        Assert.That(Run(Purchases(100, 130, 1))[1].Items.Rising, Is.Empty);
        Assert.That(Run(Purchases(100, 150, 1))[1].Items.Rising, Has.Count.EqualTo(1));
    }

    [Test]
    public void Contrast_MoreViewsAndFewerPurchases_IsTold()
    {
        var events = Purchases(60, 20, 1)
            .Concat(Repeated(InteractionKind.View, 50, 120)).OrderBy(each => each.EventTime);
        var contrast = Run(events)[1].Contrasts.Single();
        Assert.That((contrast.Views.Before, contrast.Views.Now), Is.EqualTo((50, 120)));
        Assert.That((contrast.Demand.Before, contrast.Demand.Now), Is.EqualTo((60, 20)));
    }

    [Test]
    public void AgainstCategory_RisesWhileItsCategoryFalls_IsTold()
    {
        var events = new[] { (Item: 1, Before: 20, Now: 60), (Item: 2, Before: 200, Now: 20) }
            .SelectMany(each => Enumerable.Range(0, each.Before + each.Now).Select(i => At(
                Monday + (i < each.Before ? TimeSpan.Zero : Hour), InteractionKind.Purchase, each.Item)))
            .Append(At(Monday + (2 * Hour), InteractionKind.View, 1))
            .Select(each => each with { CategoryPath = "apparel.shoes" })
            .OrderBy(each => each.EventTime);
        var report = Run(events)[1];
        var against = report.AgainstCategory.Single();
        Assert.That((against.Item, against.Demand.Before, against.Demand.Now), Is.EqualTo(((Id)1, 20, 60)));
        Assert.That(
            (against.Category.Item, against.Category.Before, against.Category.Now),
            Is.EqualTo(((Id)"apparel.shoes", 220, 80)));
        using var text = new StringWriter();
        InsightWriter.WriteText(report, text);
        Assert.That(text.ToString(), Does.Contain("  1  20 -> 60, apparel.shoes 220 -> 80\n"));
    }

    [Test]
    public void LocalDays_OverAChangeOfClocks_HaveTheirHours()
    {
        var options = InOrder with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        var start = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);
        var events = Enumerable.Range(0, 4)
            .Select(day => new Interaction(start.AddDays(day), InteractionKind.View, 1, 1));
        var reports = EventTimeRun.Results(
            new InsightsMachine<Interaction, Id, Id>(TimeSpan.FromDays(1), ShopRecommender.Selectors, options), events);
        Assert.That(
            reports.Select(each => (each.End - each.Start).TotalHours), Is.EqualTo([24, 23, 24, 24]));
    }

    [Test]
    public void Weeks_BeginOnMondays()
    {
        var events = new[] { new Interaction(Monday.AddDays(3), InteractionKind.View, 1, 1) };
        var report = EventTimeRun.Results(
            new InsightsMachine<Interaction, Id, Id>(TimeSpan.FromDays(7), ShopRecommender.Selectors, InOrder), events);
        Assert.That(report.Single().Start, Is.EqualTo(Monday));
    }

    [Test]
    public void CompleteUntil_EndOfThePeriod_IsNotPartial()
    {
        var options = InOrder with { CompleteUntil = Monday + (2 * Hour) };
        Assert.That(Run(Purchases(9, 40), options).Select(each => each.IsPartial), Is.All.False);
        Assert.That(Run(Purchases(9, 40)).Select(each => each.IsPartial), Is.EqualTo([false, true]));
        Assert.That(Run(Purchases(9, 40))[1].Items.Rising, Is.Empty);
    }

    [Test]
    public void EmptyPeriods_BeyondThoseKept_AreSkippedAndCounted()
    {
        var events = Purchases(9).Append(At(Monday + (100 * Hour), InteractionKind.Purchase, 1));
        var reports = Run(events, InOrder with { PeriodsKept = 3 });
        Assert.That(reports.Select(each => each.SkippedBefore), Is.EqualTo([0, 0, 0, 0, 96]));
        Assert.That(reports[^1].Start, Is.EqualTo(Monday + (100 * Hour)));
    }

    [Test]
    public void LateEvents_AreCountedOnceOverAllReports()
    {
        var events = SampleInteractions.Disordered(new Random(5), 500);
        var all = EventTimeRun.All(
            new InsightsMachine<Interaction, Id, Id>(Hour, ShopRecommender.Selectors, Options), events);
        var counts = all.Single(each => each.Counts is not null).Counts!.Value;
        var reports = all.Where(each => each.IsResult).Select(each => each.Result!.Now).ToList();
        Assert.That(counts.Late, Is.GreaterThan(0));
        Assert.That(reports.Sum(each => each.Gaps.Late), Is.EqualTo(counts.Late));
        Assert.That(
            reports.Sum(each => each.Views + each.Carts + each.Removals + each.Purchases + each.Returns),
            Is.EqualTo(counts.Taken));
    }

    [Test]
    public void Bounds_TooManyUsersAndItems_AreTold()
    {
        var options = InOrder with { MaxUsers = 2, MaxItems = 2 };
        var events = Enumerable.Range(0, 20)
            .Select(i => new Interaction(Monday.AddMinutes(i), InteractionKind.Cart, i % 5, i % 5));
        var report = Run(events, options).Single();
        Assert.Multiple(() =>
        {
            Assert.That(report.IsApproximate, Is.True);
            Assert.That(report.Items.MaxError, Is.GreaterThan(0));
            Assert.That(report.Now.Users, Is.EqualTo(2));
            Assert.That(report.Now.Gaps.BeyondMaxUsers, Is.EqualTo(12));
            Assert.That(report.Now.Gaps.ForgottenCarts, Is.EqualTo(18));
            Assert.That(report.Now.Gaps.ForgottenItems, Is.EqualTo(18));
        });
    }

    [TestCase(0, 10, 0, 0.277533)]
    [TestCase(5, 10, 0.236593, 0.763407)]
    [TestCase(10, 10, 0.722467, 1)]
    [TestCase(263, 3201, 0.073142, 0.092183)]
    public void Conversion_Interval_IsThatOfWilson(long converted, long users, double low, double high)
    {
        var share = new InsightConversion(users, converted).Share!.Value;
        Assert.That(share.Value, Is.EqualTo(converted / (double)users));
        Assert.That(share.Low, Is.EqualTo(low).Within(1e-6));
        Assert.That(share.High, Is.EqualTo(high).Within(1e-6));
    }

    [Test]
    public void Conversion_Overlaps_WhereIntervalsMeet()
    {
        var tenth = new InsightConversion(1_000, 100);
        Assert.That(tenth.Overlaps(new(1_000, 130)), Is.True);
        Assert.That(tenth.Overlaps(new(1_000, 160)), Is.False);
        Assert.That(new InsightConversion(1_000, 160).Overlaps(tenth), Is.False);
        Assert.That(tenth.Overlaps(default), Is.True);
        Assert.That(default(InsightConversion).Share, Is.Null);
    }

    [Test]
    public void Worth_OfPricesThatCannotBe_IsNotKnown()
    {
        Interaction[] events =
        [
            At(Monday, InteractionKind.Cart, 1) with { Price = -1 },
            At(Monday, InteractionKind.Cart, 2) with { Price = Interaction.MaxPrice, Quantity = int.MaxValue },
            At(Monday, InteractionKind.Cart, 3) with { Price = 2.5m, Quantity = 4 },
            At(Monday.AddMinutes(50), InteractionKind.Cart, 4),
            At(Monday.AddMinutes(150), InteractionKind.Purchase, 3) with { Quantity = 2 },
            At(Monday.AddMinutes(151), InteractionKind.Purchase, 3) with { Quantity = -1 },
        ];
        var reports = Run(events);
        Assert.That(reports[1].Now.CartsLeft, Is.EqualTo(new InsightCarts(1, 4, 10, 3, 0)));
        Assert.That(reports[2].Now.CartsLeft.TakenUp, Is.EqualTo(1));
        var last = reports[2].Now;
        Assert.That((last.Revenue, last.Purchases, last.Returns), Is.EqualTo((2.5m, 1, 1)));
    }

    [Test]
    public void Report_AfterARestore_IsTheSame()
    {
        var events = SampleInteractions.Disordered(new Random(6), 400);
        var (first, second) = (State(), State());
        foreach (var each in events)
        {
            first.Learn(each);
        }

        var writer = new SnapshotWriter();
        first.Snapshot(writer);
        second.Restore(new SnapshotReader(writer.Written.ToArray()));
        Assert.That(first.Report, Is.Not.Null);
        Assert.That(ResultText.Of(second.Report), Is.EqualTo(ResultText.Of(first.Report)));
        Assert.That((second.Watermark, second.LateEvents), Is.EqualTo((first.Watermark, first.LateEvents)));
    }

    [Test]
    public void Forget_User_IsInNoCartAndNoConversion()
    {
        var (state, without) = (State(), State());
        for (var i = 0; i < 40; i++)
        {
            var other = new Interaction(Monday.AddMinutes(i), (InteractionKind)(i % 2), 1 + (i % 2), 1);
            state.Learn(other);
            without.Learn(other);
            state.Learn(other with { User = 9 });
        }

        state.Forget(9);
        state.AdvanceTo(Monday + Hour);
        without.AdvanceTo(Monday + Hour);
        Assert.That(state.Report!.Now.Users, Is.EqualTo(2));
        Assert.That(state.Report.Now.ViewToCart, Is.EqualTo(without.Report!.Now.ViewToCart));
        Assert.That(state.Report.Now.CartsLeft, Is.EqualTo(without.Report.Now.CartsLeft));
    }

    [Test]
    public void Period_NotOfWholeDaysInAZone_IsRefused() => Assert.That(
        () => System.Reactive.Linq.Observable.Empty<Interaction>()
            .Insights(Hour, InOrder with { TimeZone = TimeZoneInfo.Utc }),
        Throws.ArgumentException.With.Message.Contains("whole days"));

    public static Id? CategoryOf(Id item) => item.Number() switch
    {
        5 => null,
        3 or 4 => 77,
        _ => "apparel.shoes",
    };

    public static string? BrandOf(Id item) => item.Number() % 3 == 2 ? null : $"b{item.Number() % 3}";

    public static IEnumerable<Interaction> Purchases(params int[] perHour) =>
        Repeated(InteractionKind.Purchase, perHour);

    public static List<InsightReport<Id>> Run(IEnumerable<Interaction> events, InsightOptions? options = null) =>
        EventTimeRun.Results(
            new InsightsMachine<Interaction, Id, Id>(Hour, ShopRecommender.Selectors, options ?? InOrder), events);

    private static InsightsState<Interaction, Id, Id> State() =>
        new(Hour, ShopRecommender.Selectors, Options with { AbandonAfter = Hour / 4 });

    private static List<InsightReport<Id>> AssertEqualsTheModel(IEnumerable<TimedEvent> events, int seed)
    {
        var distinct = events.DistinctBy(one => one.Seconds).OrderBy(one => one.Seconds).ToList();
        var reports = EventTimeRun.Results(
            new InsightsMachine<Interaction, Id, Id>(Period, ShopRecommender.Selectors, Options),
            TimedEvent.Shuffle(distinct, Lateness, seed).Select(Of));
        var model = new InsightsModel(Period, Options, [.. distinct.Select(Of)]);
        Assert.That(reports.Select(InsightsModel.Text), Is.EqualTo(model.Run()));
        return reports;
    }

    private static Interaction Of(TimedEvent one)
    {
        Id item = one.Id / 4 % Items;
        var category = CategoryOf(item) ?? Id.None;
        return new Interaction(
            one.Time, (InteractionKind)(one.Id % 4), one.Id % 11 == 0 ? Id.None : (Id)one.Key, item)
        {
            Brand = BrandOf(item),
            Category = category.IsNumber ? category : Id.None,
            CategoryPath = category.IsNone || category.IsNumber ? null : category.ToString(),
            Price = one.Id % 7 == 0 ? null : (one.Id % 13) + 0.25m,
            Quantity = one.Id % 17 == 0 ? -1 : 1 + (one.Id % 3),
        };
    }

    private static Interaction At(DateTimeOffset time, InteractionKind kind, Id item) => new(time, kind, 1, item);

    private static IEnumerable<Interaction> Repeated(InteractionKind kind, params int[] perHour) =>
        perHour.SelectMany((count, hour) => Enumerable.Range(0, count)
            .Select(i => At(Monday + (hour * Hour) + TimeSpan.FromSeconds(i), kind, 1)));
}
