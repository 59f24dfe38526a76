using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Triggers;

/// <summary>The same with a list for each trigger.</summary>
public sealed class TriggersWithListsCase : TriggersCase
{
    public override string Operator => nameof(RecsObservable.TriggersWithLists);

    public override int ManyEvents => 50_000;

    protected override IObservable<Trigger<Id, Id>> Build(
        IObservable<Interaction> events,
        IObservable<ItemChange<Id>> changes,
        ShopSelectors<Interaction, Id, Id> selectors) => events.TriggersWithLists(
            changes,
            3,
            () => new SimilarItemsRecommender<Interaction, Id, Id>(each => each.User, each => each.Item),
            selectors,
            Options);
}
