using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Lets a recommender learn each event and emits the fresh list of the event's user, empty lists included.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class RecommendMachine<TEvent, TUser, TItem>
    : IEventTimeMachine<TEvent, RecommendationList<TUser, TItem>>, IForgetsKeys, IDisposable
{
    private readonly int _count;
    private readonly IRecommender<TEvent, TUser, TItem> _recommender;
    private readonly Func<TEvent, TUser> _userSelector;
    private readonly Func<TEvent, bool>? _isAsked;
    private readonly ListMaker<TEvent, TUser, TItem> _lists;

    /// <summary>Makes a machine around a recommender, which is the machine's own from then on.</summary>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="recommender">The recommender.</param>
    /// <param name="userSelector">A selector of an event's user.</param>
    /// <param name="isAsked">A predicate for the events after which a list is made; null: after each.</param>
    /// <exception cref="ArgumentNullException">The recommender or the selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public RecommendMachine(
        int count,
        IRecommender<TEvent, TUser, TItem> recommender,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, bool>? isAsked = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(userSelector);
        _count = count;
        (_recommender, _lists) = (recommender, new(recommender));
        _userSelector = userSelector;
        _isAsked = isAsked;
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Recommend", 4);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _recommender.Watermark;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<RecommendationList<TUser, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var (isAsked, user) = (_isAsked?.Invoke(value) ?? true, _userSelector(value));
        _recommender.Learn(value);
        if (isAsked)
        {
            output.Emit(_lists.Make(new(user, _count)));
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<RecommendationList<TUser, TItem>> output) =>
        _recommender.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void OnCompleted(Output<RecommendationList<TUser, TItem>> output)
    {
        // Every event has been answered: nothing is open.
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            (_recommender as IForgetsUsers<TUser>)?.ForgetUser(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _recommender.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _recommender.Restore(reader);

    /// <summary>Disposes the recommender, if it holds anything.</summary>
    public void Dispose() => (_recommender as IDisposable)?.Dispose();
}
