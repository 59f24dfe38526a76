using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Tests.Generation;

/// <summary>
/// The triggers over the synthetic shop are those that a plain loop over its events and its plan counts.
/// </summary>
[TestFixture]
[Parallelizable]
public sealed class TriggerPlanTests
{
    private static readonly ShopSettings Settings = new() { Rows = 30_000, Users = 1_500, Items = 300 };

    [TestCase(0)]
    [TestCase(24)]
    public void Triggers_OverTheSyntheticShop_AreThoseOfItsPlan(int coolDownHours)
    {
        var (events, plan) = (Events(), new ItemPlan(Settings));
        var options = new TriggerOptions
        {
            AllowedLateness = TimeSpan.FromSeconds(ShopArrivals.UsualDelay),
            CoolDown = TimeSpan.FromHours(coolDownHours),
            MaxUsersPerItem = Settings.Users,
        };

        var triggers = events.ToObservable().Triggers(plan.Changes.ToObservable(), options).ToEnumerable().ToList();

        var counted = new PlainTriggers(events, plan.Changes, options.CoolDown).Count();
        Assert.That(
            triggers.CountBy(each => each.Kind).OrderBy(each => each.Key),
            Is.EqualTo(counted.CountBy(each => each.Kind).OrderBy(each => each.Key)));
        Assert.That(triggers.Select(Described).Order(), Is.EqualTo(counted.Select(Described).Order()));
        Assert.That(triggers.Select(each => each.Id), Is.Unique);
        Assert.That(counted.CountBy(each => each.Kind).Select(each => each.Value), Is.All.GreaterThan(50));
        Assert.That(triggers.Exists(each => each.Suppressed > 0), Is.EqualTo(coolDownHours > 0));
    }

    [Test]
    public void Plan_OfASeed_IsTheSameAndHasWhatItSays()
    {
        var plan = new ItemPlan(Settings);
        Assert.That(new ItemPlan(Settings).Changes, Is.EqualTo(plan.Changes));
        Assert.That(new ItemPlan(Settings with { Seed = 2 }).Changes, Is.Not.EqualTo(plan.Changes));
        var drops = plan.Changes.Where(change => change.Price is not null).GroupBy(change => change.Item)
            .Sum(prices => prices.Zip(prices.Skip(1)).Count(pair => pair.Second.Price < pair.First.Price));
        Assert.That((drops, plan.Changes.Count(change => change.IsInStock == true)),
            Is.EqualTo((plan.Drops, plan.Returns)));
    }

    private static List<Interaction> Events() =>
        [.. new SyntheticVisits(Settings).Make(run: 1).Take((int)Settings.Rows)];

    private static string Described(Trigger<Id, Id> each) =>
        $"{each.EventTime:s} {each.Kind} {each.User} {string.Join(' ', each.Items.Order())} {each.PriceBefore}>"
        + $"{each.Price} +{each.Suppressed}";
}
