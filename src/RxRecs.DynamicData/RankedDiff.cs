using DynamicData;
using DynamicData.Kernel;

namespace RxRecs.DynamicData;

/// <summary>
/// What changed from one ranked list to the next: removes first, then adds and updates by rank. An entry that has kept
/// its rank and its value is not mentioned. O(length of the two lists).
/// </summary>
internal sealed class RankedDiff<TEntry, TKey>(Func<TEntry, TKey> keySelector)
    where TEntry : notnull
    where TKey : notnull
{
    private Dictionary<TKey, Ranked<TEntry>> _before = [];
    private Dictionary<TKey, Ranked<TEntry>> _now = [];

    public IChangeSet<Ranked<TEntry>, TKey> Next(IReadOnlyList<TEntry> list)
    {
        Take(list);
        var changes = new ChangeSet<Ranked<TEntry>, TKey>();
        foreach (var (key, old) in _before)
        {
            if (!_now.ContainsKey(key))
            {
                changes.Add(new(ChangeReason.Remove, key, old, Optional.None<Ranked<TEntry>>(), old.Rank - 1));
            }
        }

        foreach (var (key, entry) in _now)
        {
            if (!_before.TryGetValue(key, out var old))
            {
                changes.Add(new(ChangeReason.Add, key, entry, entry.Rank - 1));
            }
            else if (old.Rank != entry.Rank || !EqualityComparer<TEntry>.Default.Equals(old.Entry, entry.Entry))
            {
                changes.Add(new(
                    ChangeReason.Update, key, entry, Optional.Some(old), entry.Rank - 1, old.Rank - 1));
            }
        }

        (_before, _now) = (_now, _before);
        return changes;
    }

    private void Take(IReadOnlyList<TEntry> list)
    {
        _now.Clear();
        for (var i = 0; i < list.Count; i++)
        {
            var key = keySelector(list[i]);
            int? previous = _before.TryGetValue(key, out var old) ? old.Rank : null;
            if (!_now.TryAdd(key, new Ranked<TEntry>(list[i], i + 1, previous)))
            {
                throw new ArgumentException($"The ranked list names {key} twice.", nameof(list));
            }
        }
    }
}
