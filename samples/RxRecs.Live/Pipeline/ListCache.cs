using System.Collections.Concurrent;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Lists of users, or of the neighbors of items: filled and cleared by the pipeline's thread, read by every other
/// without a lock. After the user's next event a list is there for those who cannot wait for a newer one, which is then
/// made where the old one lies. Of two generations the older one goes when the newer one is full.
/// </summary>
internal sealed class ListCache(int generationSize)
{
    private readonly ItemChanges _changes = new(generationSize);
    private ConcurrentDictionary<Id, CachedList> _newer = new();
    private ConcurrentDictionary<Id, CachedList> _older = new();
    private int _inNewer;

    /// <summary>Gives the list of one; null where there is none, or something was stated of one of its items
    /// since.</summary>
    public CachedList? Find(Id key) =>
        (_newer.TryGetValue(key, out var list) || _older.TryGetValue(key, out list)) && IsOfNow(list) ? list : null;

    /// <summary>Keeps a list, where it can in the place of the one before.</summary>
    public CachedList Put(Id key, in ListContent content)
    {
        if (_newer.TryGetValue(key, out var list) || _older.TryGetValue(key, out list))
        {
            list.Renew(content, _changes.Version);
        }
        else
        {
            list = new(content, _changes.Version);
        }

        Keep(key, list);
        return list;
    }

    /// <summary>Notes that the shop has stated something of an item: lists with it go.</summary>
    public void Change(Id item) => _changes.Add(item);

    /// <summary>Notes that a user has had an event that the list does not know.</summary>
    public void Outdate(Id key)
    {
        if (Find(key) is { IsOutdated: false } list)
        {
            list.IsOutdated = true;
            Keep(key, list);
        }
    }

    /// <summary>Forgets the list of one.</summary>
    public void Remove(Id key)
    {
        _newer.TryRemove(key, out _);
        _older.TryRemove(key, out _);
    }

    /// <summary>Forgets all lists.</summary>
    public void Clear()
    {
        Volatile.Write(ref _older, new());
        Volatile.Write(ref _newer, new());
        _inNewer = 0;
    }

    private bool IsOfNow(CachedList list)
    {
        var (version, now) = (list.Version, _changes.Version);
        if (version == now)
        {
            return true;
        }

        if (!_changes.AreUnchanged(list.Items, version))
        {
            return false;
        }

        // Once for all who ask until the next change.
        list.Version = now;
        return true;
    }

    private void Keep(Id key, CachedList list)
    {
        if (_newer.ContainsKey(key))
        {
            return;
        }

        // Counted here: the dictionary would take the locks of all its parts to tell.
        if (_inNewer >= generationSize)
        {
            Volatile.Write(ref _older, _newer);
            Volatile.Write(ref _newer, new());
            _inNewer = 0;
        }

        _newer[key] = list;
        _inNewer++;
    }
}
