namespace RxRecs;

/// <summary>
/// The memory into which one list after another is copied, for whoever goes on reading it while others may ask the
/// store for lists of theirs.
/// </summary>
internal sealed class CopyBuffer<T>
{
    private T[] _items = [];

    /// <summary>Copies a list; the copy is valid until the next call.</summary>
    public ReadOnlySpan<T> Copy(ReadOnlySpan<T> list)
    {
        if (_items.Length < list.Length)
        {
            _items = new T[Math.Max(8, list.Length * 2)];
        }

        list.CopyTo(_items);
        return _items.AsSpan(0, list.Length);
    }
}
