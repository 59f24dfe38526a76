using RxRecs.Machines;

namespace RxRecs;

/// <summary>Similar items, as <c>SimilarItems</c> gives them.</summary>
internal sealed class SimilarPart<TUser, TItem>(
    IObservable<SimilarItemsList<TUser, TItem>> stream, int maxUsers, int maxItems)
    : StreamPart<SimilarItemsList<TUser, TItem>>(stream)
    where TUser : notnull
    where TItem : notnull
{
    private readonly NewestLists<TUser, TItem> _lists = new(maxUsers, maxItems);
    private SimilarItemsState<TUser, TItem>? _state;

    public ICandidateSource<TUser, TItem> Source => _state is null
        ? new ListCandidates<TUser, TItem>(RecommendationSource.SimilarItems, _lists, hasPlaces: false)
        : new SimilarItemsCandidates<TUser, TItem>(_state);

    public bool Knows(TUser user) => _state?.Knows(user) ?? _lists.Knows(user);

    public override void Put(SimilarItemsList<TUser, TItem> value) =>
        _lists.Put(value.User, [.. value.Items.Select(each => each.Item)], place => value.Items[place].Score);

    public override void Snapshot(SnapshotWriter writer)
    {
        if (_state is null)
        {
            _lists.Snapshot(writer);
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
            _lists.Restore(reader);
        }
        else
        {
            _state.Restore(reader);
        }
    }

    protected override bool TryRead(object machine) =>
        (_state = (machine as IHasState<SimilarItemsState<TUser, TItem>>)?.State) is not null;
}
