using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Next items, as <c>NextItems</c> gives them.</summary>
internal sealed class NextItemsPart<TUser, TItem>(
    IObservable<NextItemsList<TUser, TItem>> stream, int maxKeys, int maxItems)
    : StreamPart<NextItemsList<TUser, TItem>>(stream)
    where TUser : notnull
    where TItem : notnull
{
    private readonly NewestLists<TUser, TItem> _ofUsers = new(maxKeys, maxItems);
    private readonly NewestLists<string, TItem> _ofSessions = new(maxKeys, maxItems);
    private NextItemState<TUser, TItem>? _state;

    public ICandidateSource<TUser, TItem> Source => _state is null
        ? new NextListCandidates<TUser, TItem>(_ofUsers, _ofSessions)
        : new NextItemCandidates<TUser, TItem>(_state);

    public bool Knows(TUser? user, string? session) => _state is null
        ? (user is not null && _ofUsers.Knows(user)) || (session is not null && _ofSessions.Knows(session))
        : _state.Knows(user, session);

    public override void Put(NextItemsList<TUser, TItem> value)
    {
        IReadOnlyList<TItem> items = [.. value.Items.Select(each => each.Item)];
        if (value.User is { } user && !EqualityComparer<TUser>.Default.Equals(user, default))
        {
            _ofUsers.Put(user, items, place => value.Items[place].Score);
        }
        else if (value.Session is { } session)
        {
            _ofSessions.Put(session, items, place => value.Items[place].Score);
        }
    }

    public override void Snapshot(SnapshotWriter writer)
    {
        if (_state is null)
        {
            _ofUsers.Snapshot(writer);
            _ofSessions.Snapshot(writer);
        }
        else
        {
            _state.Snapshot(writer);
        }
    }

    public override void Restore(SnapshotReader reader)
    {
        if (_state is null)
        {
            _ofUsers.Restore(reader);
            _ofSessions.Restore(reader);
        }
        else
        {
            _state.Restore(reader);
        }
    }

    protected override bool TryRead(object machine) =>
        (_state = (machine as IHasState<NextItemState<TUser, TItem>>)?.State) is not null;
}
