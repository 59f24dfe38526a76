using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommendations;

public sealed class ShopSelectorsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ShopSelectors<(string? Who, string What), string, string> Selectors = new()
    {
        EventTime = _ => Noon,
        Kind = _ => InteractionKind.View,
        User = each => each.Who!,
        Item = each => each.What,
    };

    [TestCaseSource(nameof(Recommenders))]
    public void Learn_NullUserWithoutHasUser_SaysWhatToGive(
        Func<IRecommender<(string? Who, string What), string, string>> make) =>
        Assert.That(
            () => make().Learn((null, "mug")),
            Throws.InvalidOperationException.With.Message.EndsWith("give HasUser as well."));

    [Test]
    public void Triggers_NullUserWithoutHasUser_EndWithWhatToGive()
    {
        Exception? error = null;
        new[] { ((string?)null, "mug") }.ToObservable()
            .Triggers(
                Observable.Empty<ItemChange<string>>(), Selectors, new() { AllowedLateness = TimeSpan.Zero })
            .Subscribe(_ => { }, each => error = each);

        Assert.That(error?.Message, Does.EndWith("give HasUser as well."));
    }

    [Test]
    public void Learn_NullUserWithHasUser_IsAnUnknownUser()
    {
        var shop = new ShopRecommender<(string? Who, string What), string, string>(
            Selectors with { HasUser = each => each.Who is not null });

        Assert.That(() => shop.Learn((null, "mug")), Throws.Nothing);
    }

    private static IEnumerable<TestCaseData> Recommenders()
    {
        Func<IRecommender<(string? Who, string What), string, string>>[] all =
        [
            () => new ShopRecommender<(string? Who, string What), string, string>(Selectors),
            () => new NextItemRecommender<(string? Who, string What), string, string>(Selectors),
            () => ContentBased.Recommender(Selectors),
            () => ItemToItem.Recommender(Selectors),
            () => Baselines.RecentItems(Selectors),
        ];
        string[] names = ["Shop", "NextItem", "Content", "ItemToItem", "RecentItems"];
        return all.Select((each, place) => new TestCaseData(each).SetArgDisplayNames(names[place]));
    }
}
