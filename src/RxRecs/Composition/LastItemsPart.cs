using RxRecs.Machines;

namespace RxRecs;

/// <summary>The last items of each key, as <c>LastPerKey</c> gives them.</summary>
internal sealed class LastItemsPart<TKey, TItem>(IObservable<LastItems<TKey, TItem>> stream, int maxKeys, int maxItems)
    : StatePart<LastItems<TKey, TItem>, LastPerKeyState<TKey, TItem>>(stream, maxKeys), ILastItems<TKey, TItem>
    where TKey : notnull
{
    private readonly NewestLists<TKey, TItem> _lists = new(maxKeys, maxItems);

    protected override ISaved Kept => _lists;

    public ReadOnlySpan<TItem> Newest(TKey key) => State is null ? _lists.Newest(key) : State.Newest(key);

    public bool Knows(TKey key) => !Newest(key).IsEmpty;

    public override void Put(LastItems<TKey, TItem> value) =>
        _lists.Put(value.Key, value.Items.IsDefault ? [] : value.Items);

    protected override object? KeyOf(LastItems<TKey, TItem> value) => value.Key;
}
