namespace RxRecs;

/// <summary>Keeps items as they are.</summary>
/// <param name="equality">The comparer that tells which items are the same; null for the default.</param>
internal readonly struct AsIs<TItem>(IEqualityComparer<TItem>? equality) : IPacking<TItem, TItem>
{
    public static bool IsIdentity => true;

    public IEqualityComparer<TItem>? Equality => equality;

    public TItem Find(TItem item) => item;

    public TItem Hold(TItem item) => item;

    public void Release(TItem packed)
    {
        // A place that is given up is cleared by the store.
    }

    public void Release(ReadOnlySpan<TItem> packed)
    {
        // As for one.
    }

    public void Unpack(TItem packed, out TItem item) => item = packed;

    public void Unpack(ReadOnlySpan<TItem> packed, Span<TItem> items) => packed[..items.Length].CopyTo(items);
}
