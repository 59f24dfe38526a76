namespace RxRecs;

/// <summary>
/// The memory into which a store unpacks one list to be read. It knows whose list it has, so that reading the same list
/// once more, as a filter does for each candidate, costs nothing.
/// </summary>
internal sealed class ReadBuffer<T>
{
    private const int Nobody = -1;
    private T[] _items = [];
    private int _slot = Nobody;
    private int _count;

    /// <summary>The list of a slot, if it is the one that was unpacked last and no list has changed since.</summary>
    public bool Has(int slot, out ReadOnlySpan<T> items)
    {
        items = _items.AsSpan(0, _count);
        return slot == _slot;
    }

    /// <summary>Takes room for the list of a slot.</summary>
    public Span<T> Fill(int slot, int count)
    {
        if (_items.Length < count)
        {
            // A new array, not a longer one: what was in the old one has been read.
            _items = new T[Math.Max(8, count + (count / 2))];
        }

        (_slot, _count) = (slot, count);
        return _items.AsSpan(0, count);
    }

    /// <summary>Takes note that a list has changed.</summary>
    public void Forget() => _slot = Nobody;
}
