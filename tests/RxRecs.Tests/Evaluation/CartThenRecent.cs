using RxRecs.Interactions;
using RxRecs.Machines;
using RxRecs.Ranking;

namespace RxRecs.Tests.Evaluation;

/// <summary>
/// The recommender of the cart case, as plainly as its description: the open cart, newest first, then the last N
/// distinct items that are not closed by a removal or purchase. Only for tests that take no snapshot.
/// </summary>
internal sealed class CartThenRecent(int lastItems) : IRecommender<Interaction, long, long>
{
    private readonly List<Interaction> _events = [];

    public void Learn(Interaction value) => _events.Add(value);

    public void Recommend(long user, int count, List<Recommendation<long>> recommendations)
    {
        recommendations.Clear();
        var cart = Newest(user, one => one.Kind == InteractionKind.Cart)
            .Where(item => LastChange(user, item) == InteractionKind.Cart);
        var recent = LastItems(user).Where(item => LastChange(user, item) is null or InteractionKind.Cart);
        recommendations.AddRange(cart.Union(recent).Take(count)
            .Select(item => new Recommendation<long>(item, 0, new(RecommendationSource.OpenCart, 0))));
    }

    /// <summary>The last N distinct items, newest first.</summary>
    public IEnumerable<long> LastItems(long user) => Newest(user, _ => true).Take(lastItems);

    public void Snapshot(SnapshotWriter writer) => throw new NotSupportedException();

    public void Restore(SnapshotReader reader) => throw new NotSupportedException();

    private IEnumerable<long> Newest(long user, Func<Interaction, bool> filter) =>
        _events.Where(one => one.User == user).Where(filter).Reverse().Select(one => one.Item).Distinct();

    private InteractionKind? LastChange(long user, long item) => _events
        .Where(one => one.User == user && one.Item == item && one.Kind != InteractionKind.View)
        .Select(one => (InteractionKind?)one.Kind).LastOrDefault();
}
