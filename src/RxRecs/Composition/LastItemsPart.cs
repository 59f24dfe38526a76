using RxRecs.Machines;

namespace RxRecs;

/// <summary>The last items of each key, as <c>LastPerKey</c> gives them.</summary>
internal sealed class LastItemsPart<TKey, TItem>(IObservable<LastItems<TKey, TItem>> stream, int maxKeys, int maxItems)
    : StreamPart<LastItems<TKey, TItem>>(stream), ILastItems<TKey, TItem>
    where TKey : notnull
{
    private readonly NewestLists<TKey, TItem> _lists = new(maxKeys, maxItems);
    private LastPerKeyState<TKey, TItem>? _state;

    public ReadOnlySpan<TItem> Newest(TKey key) => _state is null ? _lists.Newest(key) : _state.Newest(key);

    public bool Knows(TKey key) => !Newest(key).IsEmpty;

    public override void Put(LastItems<TKey, TItem> value) =>
        _lists.Put(value.Key, value.Items.IsDefault ? [] : value.Items);

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
        (_state = (machine as IHasState<LastPerKeyState<TKey, TItem>>)?.State) is not null;
}
