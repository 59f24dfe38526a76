using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>
/// Recommends what a user left in the cart, newest first, then the last distinct items that the user touched, newest
/// first, without those that are closed: taken out of a cart or bought, and not put in again since. No item twice. An
/// unknown user, and one who has closed all of the last items, gets an empty list.
/// </summary>
/// <remarks>
/// <para>The reason of an item is <see cref="RecommendationSource.OpenCart"/> with its quantity or
/// <see cref="RecommendationSource.History"/> with its place in the last items, from 1; scores are those of
/// <see cref="CandidateMerge.Priority"/>.</para>
/// <para>Takes events as they come; put <c>Reorder</c> before it where the source is shuffled. Interactions without a
/// user are left out.</para>
/// <para>Bound: <c>maxUsers</c> users, each with <c>lastItems</c> items, a cart of at most 1,000 items and
/// <c>closedItemsKept</c> closed ones; an item closed before those counts as any other. Asking allocates nothing once
/// its buffers have grown.</para>
/// </remarks>
internal sealed class CartThenRecentRecommender : IRecommender<Interaction, Id, Id>
{
    private readonly LastPerKeyState<Id, Id> _history;
    private readonly LastPerKeyState<Id, Id> _closed;
    private readonly CandidateRanking<Id, Id> _ranking;

    /// <summary>Makes a recommender that knows nothing yet.</summary>
    /// <param name="lastItems">How many distinct items of a user are kept, the closed ones included.</param>
    /// <param name="maxUsers">
    /// How many users are kept; for one more, the one without an event for the longest time is forgotten, and the
    /// cart that has not changed for the longest time.
    /// </param>
    /// <param name="closedItemsKept">How many of a user's closed items are remembered, the last ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive.</exception>
    public CartThenRecentRecommender(int lastItems = 10, int maxUsers = 1_000_000, int closedItemsKept = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lastItems, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxUsers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(closedItemsKept, 1);
        var distinct = new LastPerKeyOptions { Distinct = true, MaxKeys = maxUsers };
        _history = new(lastItems, options: distinct);
        _closed = new(closedItemsKept, options: distinct);

        // A cart does not remember the removal of what it never held, so closed items are kept beside the carts.
        Carts = new(new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = maxUsers, ClosedItemsKept = 0 });
        _ranking = new(
            [
                (new CartCandidates<Id, Id>(Carts, CartOrder.NewestFirst), new(RecommendationSource.OpenCart)),
                (new RecentCandidates<Id, Id>(_history), new(RecommendationSource.History)),
            ],
            [],
            [new OwnItemsFilter<Id, Id>(_closed, RecommendationSource.OpenCart)]);
    }

    /// <summary>The open carts.</summary>
    public CartState<Id, Id> Carts { get; }

    /// <summary>The number of users forgotten because there were too many.</summary>
    public long EvictedUsers => _history.EvictedKeys;

    /// <summary>The distinct items that a user touched last, newest first, the closed ones included.</summary>
    /// <param name="user">The user.</param>
    /// <returns>A view that is valid until the next event.</returns>
    public ReadOnlySpan<Id> LastItems(Id user) => _history.Newest(user);

    /// <inheritdoc/>
    public void Learn(Interaction value)
    {
        if (value.User.IsNone)
        {
            return;
        }

        _history.Add(value.User, value.Item);
        var action = CartActions.Of(value.Kind);
        if (action == CartAction.None)
        {
            return;
        }

        Carts.Apply(new CartEvent<Id, Id>(value.User, value.Item, action, value.Quantity), value.EventTicks);
        if (action != CartAction.Add)
        {
            _closed.Add(value.User, value.Item);
        }
    }

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations) =>
        _ranking.Rank(request, recommendations);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _history.Snapshot(writer);
        _closed.Snapshot(writer);
        Carts.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _history.Restore(reader);
        _closed.Restore(reader);
        Carts.Restore(reader);
    }
}
