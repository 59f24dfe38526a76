using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Tells of each event which visit it belongs to, and where in it it is.</summary>
internal sealed class SessionizeMachine<TEvent, TUser>(
    Func<TEvent, TUser?> userSelector,
    Func<TEvent, string?> sessionSelector,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    SessionOptions? options = null) : IMachine<TEvent, SessionEvent<TEvent>>, IForgetsKeys
    where TUser : notnull
{
    private readonly SessionTracker<TUser> _tracker = new(nameof(RecsObservable.Sessionize), options);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Sessionize", 1);

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<SessionEvent<TEvent>> output)
    {
        var (user, session, time) = (userSelector(value), sessionSelector(value), eventTimeSelector(value));
        var hasUser = user is not null && !EqualityComparer<TUser>.Default.Equals(user, default);
        var number = _tracker.Assign(user!, hasUser, session, time.UtcTicks);
        output.Emit(new SessionEvent<TEvent>(value, number, _tracker.Position));
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<SessionEvent<TEvent>> output)
    {
        // Every event has been told of: nothing is open.
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            _tracker.Forget(user, []);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _tracker.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _tracker.Restore(reader);
}
