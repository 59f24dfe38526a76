using System.Reactive;
using System.Runtime.ExceptionServices;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Brings what the shop states to a recommender's catalog, on the thread that uses the recommender: before the next
/// event or request.
/// </summary>
internal sealed class CatalogFeed<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>, IDisposable
    where TItem : notnull
{
    private readonly IRecommender<TEvent, TUser, TItem> _recommender;
    private readonly ItemCatalog<TItem> _catalog;
    private readonly WaitingValues<TItem, ItemChange<TItem>> _waiting;
    private readonly IDisposable _subscription;
    private volatile Exception? _error;

    public CatalogFeed(
        IRecommender<TEvent, TUser, TItem> recommender,
        IObservable<ItemChange<TItem>> changes,
        ItemCatalog<TItem> catalog)
    {
        (_recommender, _catalog) = (recommender, catalog);
        _waiting = new(
            () => catalog.MaxItems, CountEvicted, static (one, other, isLater) => one.Replaces(other, isLater));
        _subscription = changes.SubscribeSafe(
            Observer.Create<ItemChange<TItem>>(Wait, error => _error = error, static () => { }));
    }

    public IReadOnlyList<ListRuleCount> RuleCounts => _recommender.RuleCounts;

    public DateTimeOffset Watermark => _recommender.Watermark;

    public void Learn(TEvent value)
    {
        TakeWaiting();
        _recommender.Learn(value);
    }

    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        TakeWaiting();
        _recommender.Recommend(request, recommendations);
    }

    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        TakeWaiting();
        return _recommender.Explain(request, item);
    }

    public void AdvanceTo(DateTimeOffset watermark) => _recommender.AdvanceTo(watermark);

    public void Complete() => _recommender.Complete();

    public void ForgetUser(TUser user) => (_recommender as IForgetsUsers<TUser>)?.ForgetUser(user);

    public void Snapshot(SnapshotWriter writer)
    {
        TakeWaiting();
        _recommender.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        _recommender.Restore(reader);
        TakeWaiting();
    }

    public void Dispose()
    {
        _subscription.Dispose();
        (_recommender as IDisposable)?.Dispose();
    }

    private static void CountEvicted() =>
        SetAsideEvents.Add(nameof(RecommenderExtensions.WithChanges), SetAsideEvents.Evicted);

    private void Wait(ItemChange<TItem> change)
    {
        try
        {
            ItemChange<TItem>.ThrowIfNone(change.Item);
            _waiting.Put(change.Item, change);
        }
        catch (ArgumentException error)
        {
            _error = error;
        }
    }

    private void TakeWaiting()
    {
        var changes = _waiting.Take(out var outdated);
        foreach (var change in changes)
        {
            _catalog.Apply(change);
        }

        _catalog.AddOutdated(outdated);
        if (_error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }
}
