namespace RxRecs.Machines;

/// <summary>
/// Lets a recommender learn each event and emits the fresh list of the event's user, empty lists included.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class RecommendMachine<TEvent, TUser, TItem> : IMachine<TEvent, RecommendationList<TUser, TItem>>
{
    private readonly int _count;
    private readonly IRecommender<TEvent, TUser, TItem> _recommender;
    private readonly Func<TEvent, TUser> _userSelector;
    private readonly List<Recommendation<TItem>> _list = [];

    /// <summary>Makes a machine around a recommender, which is the machine's own from then on.</summary>
    /// <param name="count">How many items a list has at the most.</param>
    /// <param name="recommender">The recommender.</param>
    /// <param name="userSelector">The user of an event.</param>
    /// <exception cref="ArgumentNullException">The recommender or the selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public RecommendMachine(int count, IRecommender<TEvent, TUser, TItem> recommender, Func<TEvent, TUser> userSelector)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(userSelector);
        _count = count;
        _recommender = recommender;
        _userSelector = userSelector;
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Recommend", 2);

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<RecommendationList<TUser, TItem>> output)
    {
        var user = _userSelector(value);
        _recommender.Learn(value);
        _recommender.Recommend(user, _count, _list);
        output.Emit(new(user, _list.Count == 0 ? [] : _list.ToArray()));
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<RecommendationList<TUser, TItem>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _recommender.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _recommender.Restore(reader);
}
