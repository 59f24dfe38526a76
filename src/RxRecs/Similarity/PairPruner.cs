using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Gives pairs of items up by Hoeffding's bound, and remembers which.</summary>
internal sealed class PairPruner<TItem>(HoeffdingPruningOptions rule, ItemCounts<TItem> counts, BucketClock? clock)
    where TItem : notnull
{
    private readonly List<(int First, int Second)> _raised = [];
    private readonly double _bound = Math.Log(1 / rule.Delta) / 2;
    private PrunedKeys?[] _pruned = [];

    public void Begin(int slot)
    {
        if (slot >= _pruned.Length)
        {
            Array.Resize(ref _pruned, Math.Max(4, slot * 2));
        }

        (_pruned[slot] ??= new(rule.MaxPruned)).Clear();
    }

    public void Age(int slot) => _pruned[slot]!.Age(clock!);

    /// <summary>Tells whether a pair counts, and has it looked at when the event is over.</summary>
    public bool Raises(int first, int second)
    {
        if (_pruned[first]!.Contains(counts.KeyOf(second)))
        {
            return false;
        }

        if (first < second)
        {
            _raised.Add((first, second));
        }

        return true;
    }

    /// <summary>
    /// Gives up those of the pairs that the event has raised that will not be among the best, as far as can be told. A
    /// pair that goes is below the best of both items, so that the order makes no difference.
    /// </summary>
    public void EndEvent()
    {
        foreach (var (first, second) in _raised)
        {
            if (IsHopeless(first, second))
            {
                Prune(first, second);
                Prune(second, first);
                SetAsideEvents.Add(nameof(ItemToItem), SetAsideEvents.Pruned);
            }
        }

        _raised.Clear();
    }

    public void Snapshot(int slot, SnapshotWriter writer, Action<long> writeKey) =>
        _pruned[slot]!.Snapshot(writer, writeKey);

    public void Restore(int slot, SnapshotReader reader, Func<long> readKey) =>
        _pruned[slot]!.Restore(reader, readKey);

    private bool IsHopeless(int first, int second)
    {
        // Each may have let the other go: then neither knows what the pair has.
        var raises = Math.Min(counts.RaisesOf(first, second), counts.RaisesOf(second, first));
        var margin = raises == 0 ? double.PositiveInfinity : Math.Sqrt(_bound / raises);
        if (margin >= 1)
        {
            return false;
        }

        var score = Math.Max(counts.MostOf(first, second), counts.MostOf(second, first));
        return IsBeyond(first, score, margin) && IsBeyond(second, score, margin);
    }

    /// <summary>Tells whether as many neighbors as matter are better by more than a margin.</summary>
    private bool IsBeyond(int slot, double score, double margin)
    {
        var (table, better) = (counts.Table(slot), 0);
        for (var place = 0; place < table.Count && better < rule.Top; place++)
        {
            var other = counts.SlotOf(table.KeyAt(place));
            better += other >= 0 && counts.ScoreOf(slot, other, table.LowerAt(place)) - score > margin ? 1 : 0;
        }

        return better == rule.Top;
    }

    private void Prune(int slot, int other)
    {
        counts.Drop(slot, other);
        _pruned[slot]!.Add(counts.KeyOf(other), clock?.Newest ?? 0);
    }
}
