using DynamicData;
using DynamicData.Kernel;

namespace RxRecs.DynamicData;

/// <summary>
/// Turns lists of last items into adds, updates and removes of keys; holds what it told last of each key. A key that
/// comes spelled in another way, where the equality says that it is the same, keeps the spelling that was told.
/// </summary>
internal sealed class LastItemsDiff<TKey, TItem>(IEqualityComparer<TKey>? keyEquality)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LastItems<TKey, TItem>> _told = new(keyEquality);

    public IChangeSet<LastItems<TKey, TItem>, TKey> Next(LastItems<TKey, TItem> list)
    {
        var changes = new ChangeSet<LastItems<TKey, TItem>, TKey>(1);
        var isKnown = _told.TryGetValue(list.Key, out var old);
        if (list.HasLeft)
        {
            if (isKnown)
            {
                _told.Remove(list.Key);
                changes.Add(new(ChangeReason.Remove, old.Key, old));
            }
        }
        else if (!isKnown)
        {
            _told.Add(list.Key, list);
            changes.Add(new(ChangeReason.Add, list.Key, list));
        }
        else if (list with { Key = old.Key } is var next && next != old)
        {
            _told[old.Key] = next;
            changes.Add(new(ChangeReason.Update, old.Key, next, Optional.Some(old)));
        }

        return changes;
    }
}
