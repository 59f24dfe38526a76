using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The indicators of each item, worked out when an event has touched the item's row: those of the highest scores, of
/// which equal ones to the last are kept, too.
/// </summary>
internal sealed class TouchedRows<TItem>(int limit, ItemCounts<TItem> counts)
    where TItem : notnull
{
    private readonly List<int> _touched = [];
    private readonly List<double> _scores = [];
    private readonly List<double> _sorted = [];
    private List<long>?[] _best = [];
    private bool[] _isTouched = [];

    public void Begin(int slot)
    {
        if (slot >= _best.Length)
        {
            Array.Resize(ref _best, Math.Max(4, slot * 2));
            Array.Resize(ref _isTouched, _best.Length);
        }

        (_best[slot] ??= []).Clear();
    }

    public bool Holds(int slot, long key) => _best[slot]!.Contains(key);

    public void Touch(int slot)
    {
        if (!_isTouched[slot])
        {
            _isTouched[slot] = true;
            _touched.Add(slot);
        }
    }

    /// <summary>Works out the rows that the event has touched.</summary>
    public void EndEvent()
    {
        foreach (var slot in _touched)
        {
            _isTouched[slot] = false;
            Rescore(slot);
        }

        _touched.Clear();
    }

    public void Snapshot(int slot, SnapshotWriter writer)
    {
        writer.WriteCount(_best[slot]!.Count);
        foreach (var key in _best[slot]!)
        {
            counts.WriteKey(writer, key);
        }
    }

    public void Restore(int slot, SnapshotReader reader)
    {
        var count = reader.ReadCount();
        for (var i = 0; i < count; i++)
        {
            _best[slot]!.Add(counts.ReadKey(reader));
        }
    }

    private void Rescore(int slot)
    {
        var table = counts.Indicators(slot);
        _scores.Clear();
        _sorted.Clear();
        for (var place = 0; place < table.Count; place++)
        {
            var from = counts.SlotOf(table.KeyAt(place));
            _scores.Add(from < 0 ? double.NaN : counts.ScoreOf(from, slot, table.LowerAt(place)));
            if (from >= 0)
            {
                _sorted.Add(_scores[place]);
            }
        }

        _sorted.Sort();
        var threshold = _sorted.Count <= limit ? double.NegativeInfinity : _sorted[^limit];
        _best[slot]!.Clear();
        for (var place = 0; place < table.Count; place++)
        {
            if (_scores[place] >= threshold)
            {
                _best[slot]!.Add(table.KeyAt(place));
            }
        }
    }
}
