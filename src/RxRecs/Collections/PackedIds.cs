namespace RxRecs;

/// <summary>
/// Keeps an id in 8 bytes without a reference: a number as its complement, which is negative, none as 0, a text as one
/// more than its place in a table that belongs to the store. Lists of numbers are as small, and are searched and moved
/// as fast, as lists of <see cref="long"/>.
/// </summary>
/// <param name="texts">The texts that the store holds.</param>
internal readonly struct PackedIds(HeldTexts texts) : IPacking<Id, long>
{
    private const long NotHeld = long.MaxValue;

    public static bool IsIdentity => false;

    public IEqualityComparer<long>? Equality => null;

    /// <summary>Tells whether a store of items that are compared in this way can keep them packed.</summary>
    public static bool Fits<TItem>(IEqualityComparer<TItem>? equality) =>
        typeof(TItem) == typeof(Id) && (equality is null || ReferenceEquals(equality, EqualityComparer<TItem>.Default));

    public long Find(Id item)
    {
        var (text, bits) = item;
        return text is null ? bits : texts.Find(item) is >= 0 and var place ? place + 1L : NotHeld;
    }

    public long Hold(Id item)
    {
        var (text, bits) = item;
        return text is null ? bits : texts.Hold(item) + 1L;
    }

    public void Release(long packed)
    {
        if (packed > 0)
        {
            texts.Release((int)(packed - 1));
        }
    }

    public void Release(ReadOnlySpan<long> packed)
    {
        if (texts.Count == 0)
        {
            return;
        }

        foreach (var each in packed)
        {
            Release(each);
        }
    }

    public void Unpack(long packed, out Id item)
    {
        // Two stores: that of a number is one without a reference, which costs no write barrier.
        if (packed <= 0)
        {
            item = Id.FromParts(null, packed);
        }
        else
        {
            item = texts[(int)(packed - 1)];
        }
    }

    public void Unpack(ReadOnlySpan<long> packed, Span<Id> items)
    {
        packed = packed[..items.Length];
        if (texts.Count > 0)
        {
            for (var i = 0; i < packed.Length; i++)
            {
                Unpack(packed[i], out items[i]);
            }

            return;
        }

        for (var i = 0; i < packed.Length; i++)
        {
            items[i] = Id.FromParts(null, packed[i]);
        }
    }
}
