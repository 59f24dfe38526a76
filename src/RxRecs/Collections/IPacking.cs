namespace RxRecs;

/// <summary>Says in what form a store keeps its items, and which of them it holds.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <typeparam name="TPacked">The type that is kept in their place.</typeparam>
internal interface IPacking<TItem, TPacked>
{
    /// <summary>Tells whether items are kept as they are, so that nothing needs to be unpacked.</summary>
    static abstract bool IsIdentity { get; }

    /// <summary>Compares what is kept; null for the default.</summary>
    IEqualityComparer<TPacked>? Equality { get; }

    /// <summary>Packs an item to look for it; one that is not held becomes a value that equals nothing kept.</summary>
    TPacked Find(TItem item);

    /// <summary>Packs an item for one place in the store. <see cref="Release(TPacked)"/> follows.</summary>
    TPacked Hold(TItem item);

    /// <summary>Takes note that a place in the store is given up.</summary>
    void Release(TPacked packed);

    /// <summary>Takes note that so many places in the store are given up.</summary>
    void Release(ReadOnlySpan<TPacked> packed);

    /// <summary>Gives an item that is held.</summary>
    void Unpack(TPacked packed, out TItem item);

    /// <summary>Gives as many items that are held as there are places for them.</summary>
    void Unpack(ReadOnlySpan<TPacked> packed, Span<TItem> items);
}
