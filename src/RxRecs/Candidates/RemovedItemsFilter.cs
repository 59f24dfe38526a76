using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Leaves out what a user has taken out of the cart and not put in again. What was bought is another filter's affair.
/// </summary>
/// <param name="carts">The carts, which remember what has left them.</param>
/// <param name="bought">The items that the user bought last.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class RemovedItemsFilter<TUser, TItem>(
    CartState<TUser, TItem> carts, ILastItems<TUser, TItem> bought)
    : ICandidateFilter<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    /// <inheritdoc/>
    public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source)
    {
        foreach (var line in carts.Closed(request.User))
        {
            if (EqualityComparer<TItem>.Default.Equals(line.Item, item))
            {
                return WasBought(request.User, item);
            }
        }

        return true;
    }

    private bool WasBought(TUser user, TItem item)
    {
        foreach (var each in bought.Newest(user))
        {
            if (EqualityComparer<TItem>.Default.Equals(each, item))
            {
                return true;
            }
        }

        return false;
    }
}
