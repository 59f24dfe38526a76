using DynamicData;
using DynamicData.Kernel;

namespace RxRecs.DynamicData;

/// <summary>
/// Turns ranked lists into changes: removes first, then adds and updates by rank. It keeps what it told last of each
/// key, which is all that a bound list can find again. So an entry is told whenever any part of it changes, its
/// previous rank included. O(length of the two lists).
/// </summary>
internal sealed class RankedDiff<TEntry, TKey>(Func<TEntry, TKey> keySelector)
    where TEntry : notnull
    where TKey : notnull
{
    private Dictionary<TKey, Ranked<TEntry>> _told = [];
    private Dictionary<TKey, Ranked<TEntry>> _next = [];

    public IChangeSet<Ranked<TEntry>, TKey> Next(IReadOnlyList<TEntry> list)
    {
        Take(list);
        var changes = new ChangeSet<Ranked<TEntry>, TKey>();
        foreach (var (key, old) in _told)
        {
            if (!_next.ContainsKey(key))
            {
                changes.Add(new(ChangeReason.Remove, key, old));
            }
        }

        foreach (var (key, entry) in _next)
        {
            if (!_told.TryGetValue(key, out var old))
            {
                changes.Add(new(ChangeReason.Add, key, entry));
            }
            else if (old != entry)
            {
                changes.Add(new(ChangeReason.Update, key, entry, Optional.Some(old)));
            }
        }

        (_told, _next) = (_next, _told);
        return changes;
    }

    private void Take(IReadOnlyList<TEntry> list)
    {
        _next.Clear();
        for (var i = 0; i < list.Count; i++)
        {
            var key = keySelector(list[i]);
            var isKnown = _told.TryGetValue(key, out var old);
            var entry = new Ranked<TEntry>(list[i], i + 1, isKnown ? old.Rank : null);
            if (!_next.TryAdd(key, isKnown && old == entry ? old : entry))
            {
                throw new ArgumentException($"The ranked list names {key} twice.", nameof(list));
            }
        }
    }
}
