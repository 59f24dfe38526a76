using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Leaves out what a user has bought or seen, except where a source proposes it as a reminder: an item that lies in the
/// cart again is wanted again.
/// </summary>
/// <param name="own">The user's last items of that kind.</param>
/// <param name="reminders">The sources that may propose them nevertheless.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class OwnItemsFilter<TUser, TItem>(
    ILastItems<TUser, TItem> own, params RecommendationSource[] reminders) : ICandidateFilter<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    /// <inheritdoc/>
    public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source)
    {
        if (Array.IndexOf(reminders, source) >= 0)
        {
            return true;
        }

        foreach (var each in own.Newest(request.User))
        {
            if (EqualityComparer<TItem>.Default.Equals(each, item))
            {
                return false;
            }
        }

        return true;
    }
}
