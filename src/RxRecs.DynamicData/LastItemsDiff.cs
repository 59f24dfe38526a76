using DynamicData;
using DynamicData.Kernel;
using RxRecs.Recent;

namespace RxRecs.DynamicData;

/// <summary>
/// Turns lists of last items into adds, updates and removes of keys; holds the last list of each
/// key.
/// </summary>
internal sealed class LastItemsDiff<TKey, TItem>
    where TKey : notnull
{
    private readonly Dictionary<TKey, LastItems<TKey, TItem>> _lists = [];

    public IChangeSet<LastItems<TKey, TItem>, TKey> Next(LastItems<TKey, TItem> list)
    {
        var changes = new ChangeSet<LastItems<TKey, TItem>, TKey>(1);
        var known = _lists.TryGetValue(list.Key, out var old);
        if (list.HasLeft)
        {
            if (known)
            {
                _lists.Remove(list.Key);
                changes.Add(new(ChangeReason.Remove, list.Key, old));
            }

            return changes;
        }

        _lists[list.Key] = list;
        if (!known)
        {
            changes.Add(new(ChangeReason.Add, list.Key, list));
        }
        else if (old != list)
        {
            changes.Add(new(ChangeReason.Update, list.Key, list, Optional.Some(old)));
        }

        return changes;
    }
}
