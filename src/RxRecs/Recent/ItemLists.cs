namespace RxRecs;

/// <summary>
/// The last items of every slot, newest first, in whatever form they are kept. An item is put in so that it can be
/// looked at before it counts.
/// </summary>
internal abstract class ItemLists<TItem>
{
    /// <summary>The list with the item that was put in.</summary>
    public abstract ReadOnlySpan<TItem> Staged { get; }

    /// <summary>Makes lists in the form that suits the items.</summary>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="distinct">True if a list holds each item once.</param>
    /// <param name="timed">True if items are ordered by time.</param>
    /// <param name="equality">The comparer that tells which items are the same; null for the default.</param>
    public static ItemLists<TItem> Make(int count, bool distinct, bool timed, IEqualityComparer<TItem>? equality) =>
        PackedIds.Fits(equality)
            ? (ItemLists<TItem>)(object)new ItemLists<Id, long, PackedIds>(count, distinct, timed, new(new HeldTexts()))
            : new ItemLists<TItem, TItem, AsIs<TItem>>(count, distinct, timed, new(equality));

    /// <summary>The items of a slot's list; valid until the next call or change.</summary>
    public abstract ReadOnlySpan<TItem> Items(int slot);

    /// <summary>The times of a slot's list; valid until the next change.</summary>
    public abstract Span<long> Times(int slot);

    /// <inheritdoc cref="StagedInsert{T}.TryApply"/>
    public abstract bool TryStage(int slot, TItem item, long ticks);

    /// <inheritdoc cref="StagedInsert{T}.KeepAfter"/>
    public abstract void KeepAfter(long horizon);

    /// <inheritdoc cref="StagedInsert{T}.Undo"/>
    public abstract void Undo();

    /// <inheritdoc cref="StagedInsert{T}.Commit"/>
    public abstract void Commit(int slot);

    /// <summary>Removes the list of a slot.</summary>
    public abstract void Remove(int slot);

    /// <summary>Takes room for the places of so many lists at once.</summary>
    public abstract void Reserve(int slots);

    /// <summary>Starts the list of a slot that has none; its times are to be filled in.</summary>
    public abstract void Restore(int slot, ReadOnlySpan<TItem> items);
}
