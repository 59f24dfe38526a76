using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Proposes what lies in a user's open cart; the value is the quantity, the score 1.</summary>
/// <param name="carts">The carts.</param>
/// <param name="order">The order of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class CartCandidates<TUser, TItem>(CartState<TUser, TItem> carts, CartOrder order)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
{
    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.OpenCart;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        foreach (ref readonly var line in carts.Open(request.User, order))
        {
            if (!candidates.Add(line.Item, line.Quantity, 1, null))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        foreach (ref readonly var line in carts.Open(request.User, order))
        {
            if (EqualityComparer<TItem>.Default.Equals(line.Item, item))
            {
                return SoleContribution.InCart(line);
            }
        }

        return [];
    }
}
