using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Counts the pairs of the interactions that count, and takes those back that make room.</summary>
internal sealed class SampledPairs<TItem>(ItemToItemOptions options, ItemCounts<TItem> counts)
    where TItem : notnull
{
    private readonly Reservoirs<TItem> _sources = new(options.Sample!, options.Sessions.MaxOpen, counts);
    private readonly Reservoirs<TItem>? _targets =
        options.IsCrossKind ? new(options.Sample!, options.Sessions.MaxOpen, counts) : null;
    private long _order;

    /// <summary>Tells whether an interaction of a visit has come.</summary>
    public bool Knows(long visit) => _sources.Knows(visit) || _targets?.Knows(visit) == true;

    public void Learn(long visit, TItem item, (bool IsSource, bool IsTarget) side, long ticks)
    {
        if (_targets is not null && side.IsTarget)
        {
            Learn(_targets, visit, item, ticks);
        }

        if (side.IsSource)
        {
            Learn(_sources, visit, item, ticks);
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_order);
        _sources.Snapshot(writer);
        _targets?.Snapshot(writer);
    }

    /// <summary>Reads what counts, after the counts have been read.</summary>
    public void Restore(SnapshotReader reader)
    {
        _order = reader.ReadInt64();
        _sources.Restore(reader);
        _targets?.Restore(reader);
    }

    private void Learn(Reservoirs<TItem> side, long visit, TItem item, long ticks)
    {
        side.Touch(visit);
        if (side.PlaceOf(visit, item) >= 0)
        {
            return;
        }

        Count(side, item, 0);
        var slot = counts.Find(item);
        _order++;
        if (!side.Draw(visit, slot, _order, out var otherVisit, out var place))
        {
            return;
        }

        if (otherVisit >= 0)
        {
            TakeOut(side, otherVisit, side.PlaceOf(otherVisit, item));
        }

        if (place >= 0)
        {
            TakeOut(side, visit, place);
        }

        Count(side, item, 1);
        foreach (ref readonly var other in PartnersOf(side).Of(visit))
        {
            AddPair(side, other.Item, item, ticks);
        }

        side.Add(visit, new(item, counts.KeyOf(slot), _order));
    }

    private Reservoirs<TItem> PartnersOf(Reservoirs<TItem> side) =>
        side == _targets ? _sources : _targets ?? _sources;

    private void Count(Reservoirs<TItem> side, TItem item, double weight)
    {
        if (side == _targets)
        {
            counts.AddTarget(item, weight);
        }
        else
        {
            counts.AddSource(item, weight);
        }
    }

    /// <summary>Adds a pair with an earlier interaction: a source after a target is none.</summary>
    private void AddPair(Reservoirs<TItem> side, TItem other, TItem item, long ticks)
    {
        if (_targets is null)
        {
            counts.AddPair(other, item, 1, ticks);
            counts.AddPair(item, other, 1, ticks);
        }
        else if (side == _targets && (options.SelfPairs || !EqualityComparer<TItem>.Default.Equals(other, item)))
        {
            counts.AddPair(other, item, 1, ticks);
        }
    }

    private void TakeOut(Reservoirs<TItem> side, long visit, int place)
    {
        var entry = side.Remove(visit, place);
        counts.TakeBack(entry.Key, isTarget: side == _targets);
        foreach (ref readonly var other in PartnersOf(side).Of(visit))
        {
            if (_targets is null)
            {
                counts.TakeBackPair(entry.Key, other.Key);
                counts.TakeBackPair(other.Key, entry.Key);
            }
            else if (side == _targets ? other.Order < entry.Order : other.Order > entry.Order)
            {
                var (from, to) = side == _targets ? (other, entry) : (entry, other);
                if (options.SelfPairs || !EqualityComparer<TItem>.Default.Equals(from.Item, to.Item))
                {
                    counts.TakeBackPair(from.Key, to.Key);
                }
            }
        }
    }
}
