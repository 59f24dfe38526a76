using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>The lists of <see cref="ItemLists{TItem}"/>, packed in one way.</summary>
internal sealed class ItemLists<TItem, TPacked, TPacking> : ItemLists<TItem>
    where TPacking : struct, IPacking<TItem, TPacked>
{
    private readonly TPacking _packing;
    private readonly SegmentStore<TPacked> _lists;
    private readonly StagedInsert<TPacked> _staged;
    private readonly ReadBuffer<TItem> _read = new();
    private readonly ReadBuffer<TItem> _readStaged = new();

    /// <inheritdoc cref="ItemLists{TItem}.Make"/>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="distinct">True if a list holds each item once.</param>
    /// <param name="timed">True if items are ordered by time.</param>
    /// <param name="packing">The form in which items are kept.</param>
    public ItemLists(int count, bool distinct, bool timed, TPacking packing)
    {
        _packing = packing;
        _lists = new SegmentStore<TPacked>(count, timed);
        _staged = new StagedInsert<TPacked>(_lists, count, distinct, timed, packing.Equality);
    }

    public override ReadOnlySpan<TItem> Staged => Unpack(_staged.Items, slot: 0, _readStaged);

    public override ReadOnlySpan<TItem> Items(int slot) => Unpack(_lists.Items(slot), slot, _read);

    public override Span<long> Times(int slot) => _lists.Times(slot);

    public override bool TryStage(int slot, TItem item, long ticks)
    {
        _read.Forget();
        _readStaged.Forget();
        var packed = _packing.Hold(item);
        var staged = _staged.TryApply(slot, packed, ticks);
        if (!staged || _staged.IsMove)
        {
            _packing.Release(packed);
        }

        return staged;
    }

    public override void KeepAfter(long horizon) => _staged.KeepAfter(horizon);

    public override void Undo()
    {
        _read.Forget();
        if (!_staged.IsMove)
        {
            _packing.Release(_staged.Item);
        }

        _staged.Undo();
    }

    public override void Commit(int slot)
    {
        _read.Forget();
        _packing.Release(_staged.Leaving);
        _staged.Commit(slot);
    }

    public override void Remove(int slot)
    {
        _read.Forget();
        _packing.Release(_lists.Items(slot));
        _lists.Remove(slot);
    }

    public override void Reserve(int slots) => _lists.Reserve(slots);

    public override void Restore(int slot, ReadOnlySpan<TItem> items)
    {
        _lists.Start(slot, items.Length);
        var list = _lists.Items(slot);
        for (var i = 0; i < items.Length; i++)
        {
            list[i] = _packing.Hold(items[i]);
        }
    }

    private ReadOnlySpan<TItem> Unpack(ReadOnlySpan<TPacked> list, int slot, ReadBuffer<TItem> buffer)
    {
        if (TPacking.IsIdentity)
        {
            ref var first = ref Unsafe.As<TPacked, TItem>(ref MemoryMarshal.GetReference(list));
            return MemoryMarshal.CreateReadOnlySpan(ref first, list.Length);
        }

        if (buffer.Has(slot, out var items))
        {
            return items;
        }

        var unpacked = buffer.Fill(slot, list.Length);
        _packing.Unpack(list, unpacked);
        return unpacked;
    }
}
