using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>The interactions that count, of each visit and of each item, at most so many of each.</summary>
internal sealed class Reservoirs<TItem>(InteractionSampleOptions sample, int maxOpen, ItemCounts<TItem> counts)
    where TItem : notnull
{
    private readonly RecentKeys<long, Visit> _visits = new(int.MaxValue);
    private readonly ListPool<Entry> _lists = new();
    private Holders[] _holders = [];

    /// <summary>Tells whether an interaction of a visit has come.</summary>
    public bool Knows(long visit) => _visits.TryGet(visit, out _);

    /// <summary>Gives the interactions of a visit that count, until one is added to any.</summary>
    public ReadOnlySpan<Entry> Of(long visit) =>
        _visits.TryGet(visit, out var known) ? CollectionsMarshal.AsSpan(known.Entries) : default;

    /// <summary>Gives the place of an item among those of a visit that count; -1 where it is not there.</summary>
    public int PlaceOf(long visit, TItem item)
    {
        var entries = Of(visit);
        var place = entries.Length - 1;
        while (place >= 0 && !EqualityComparer<TItem>.Default.Equals(entries[place].Item, item))
        {
            place--;
        }

        return place;
    }

    /// <summary>
    /// Makes a visit the one that was touched last; of too many the one touched the longest ago goes.
    /// </summary>
    public void Touch(long visit)
    {
        ref var known = ref _visits.Touch(visit, out var exists);
        known = exists ? known : new(_lists.Take(1), 0);
        if (_visits.Count > maxOpen)
        {
            _lists.Give(_visits.OldestValue.Entries);
            _visits.RemoveOldest();
        }
    }

    /// <summary>
    /// Tells whether an interaction of a visit that has been touched is to count, and what makes room for it: the item
    /// in another visit, and a place in its own one; -1 for none.
    /// </summary>
    public bool Draw(long visit, int slot, long order, out long otherVisit, out int place)
    {
        (otherVisit, place) = (-1, -1);
        ref var holders = ref HoldersOf(slot);
        holders.Seen = Next(holders.Seen);
        if (holders.Visits.Count >= sample.PerItem)
        {
            var at = SampleDraw.OfItem(visit, order, holders.Seen);
            otherVisit = at < holders.Visits.Count ? holders.Visits[at] : -1;
            if (otherVisit < 0 || PlaceOf(otherVisit, counts.ItemAt(slot)) < 0)
            {
                return false;
            }
        }

        ref var own = ref _visits.Touch(visit, out _);
        own = own with { Seen = Next(own.Seen) };
        if (own.Entries.Count >= sample.PerVisit)
        {
            place = SampleDraw.OfVisit(visit, order, own.Seen);
            return place < own.Entries.Count;
        }

        return true;
    }

    public void Add(long visit, in Entry entry)
    {
        ref var own = ref _visits.Touch(visit, out _);
        var entries = own.Entries;
        _lists.Add(ref entries, entry);
        own = own with { Entries = entries };
        HoldersOf(counts.SlotOf(entry.Key)).Visits.Add(visit);
    }

    /// <summary>Takes an interaction out of its visit and of its item.</summary>
    public Entry Remove(long visit, int place)
    {
        _visits.TryGet(visit, out var own);
        var entry = own.Entries[place];
        own.Entries.RemoveAt(place);
        var slot = counts.SlotOf(entry.Key);
        if (slot >= 0)
        {
            HoldersOf(slot).Visits.Remove(visit);
        }

        return entry;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _visits.Snapshot(
            writer, static (target, number) => target.WriteInt64(number), (target, visit) => Write(target, visit));
        for (var slot = counts.Oldest; slot >= 0; slot = counts.NewerThan(slot))
        {
            ref readonly var holders = ref HoldersOf(slot);
            writer.WriteCount(holders.Seen);
            writer.WriteCount(holders.Visits.Count);
            holders.Visits.ForEach(writer.WriteInt64);
        }
    }

    /// <summary>Reads what counts, after the counts have been read.</summary>
    public void Restore(SnapshotReader reader)
    {
        _visits.Restore(reader, static from => from.ReadInt64(), Read);
        _holders = [];
        for (var slot = counts.Oldest; slot >= 0; slot = counts.NewerThan(slot))
        {
            ref var holders = ref HoldersOf(slot);
            holders.Seen = reader.ReadSize();
            var count = Checked(reader.ReadCount(), sample.PerItem, holders.Seen);
            for (var i = 0; i < count; i++)
            {
                holders.Visits.Add(reader.ReadInt64());
            }
        }
    }

    private static int Next(int seen) => (int)Math.Min(int.MaxValue, seen + 1L);

    private static int Checked(int count, int most, int seen) => count <= Math.Min(most, seen)
        ? count
        : throw new SnapshotException($"{count} interactions of {seen} that came count: the snapshot is damaged.");

    private void Write(SnapshotWriter writer, Visit visit)
    {
        writer.WriteCount(visit.Seen);
        writer.WriteCount(visit.Entries.Count);
        foreach (var entry in visit.Entries)
        {
            writer.Write(entry.Item);
            writer.WriteInt64(entry.Order);
            writer.WriteBoolean(counts.SlotOf(entry.Key) >= 0);
        }
    }

    private Visit Read(SnapshotReader reader)
    {
        var seen = reader.ReadSize();
        var count = Checked(reader.ReadCount(), sample.PerVisit, seen);
        var entries = _lists.Take(count);
        for (var i = 0; i < count; i++)
        {
            var (item, order, counted) = (reader.Read<TItem>(), reader.ReadInt64(), reader.ReadBoolean());
            var slot = item is null ? -1 : counts.Find(item);
            if (item is null || (counted && slot < 0))
            {
                throw new SnapshotException("An interaction of no item: the snapshot is damaged.");
            }

            entries.Add(new(item, counted ? counts.KeyOf(slot) : -1, order));
        }

        return new(entries, seen);
    }

    /// <summary>Gives the visits in which an item counts, of none where another item had the slot.</summary>
    private ref Holders HoldersOf(int slot)
    {
        if (slot >= _holders.Length)
        {
            Array.Resize(ref _holders, Math.Max(4, slot * 2));
        }

        ref var holders = ref _holders[slot];
        if (holders.Visits is null || holders.Key != counts.KeyOf(slot))
        {
            holders = new() { Key = counts.KeyOf(slot), Visits = holders.Visits ?? [] };
            holders.Visits.Clear();
        }

        return ref holders;
    }

    /// <summary>Holds an item, what its counts are kept under, and how many interactions came before.</summary>
    internal readonly record struct Entry(TItem Item, long Key, long Order);

    private readonly record struct Visit(List<Entry> Entries, int Seen);

    private struct Holders
    {
        public List<long> Visits;
        public long Key;
        public int Seen;
    }
}
