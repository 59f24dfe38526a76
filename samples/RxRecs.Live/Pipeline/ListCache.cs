using System.Collections.Concurrent;
using System.Text.Json;
using RxRecs.Live.Http;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Lists of users: filled and cleared by the pipeline's thread, read by every other without a lock. After the user's
/// next event a list is there for those who cannot wait for a newer one. Of two generations the older one goes when
/// the newer one is full.
/// </summary>
internal sealed class ListCache
{
    private const int GenerationSize = 50_000;
    private readonly ItemChanges _changes = new(GenerationSize);
    private ConcurrentDictionary<Id, CachedList> _newer = new();
    private ConcurrentDictionary<Id, CachedList> _older = new();

    /// <summary>Gives the list of one; null where there is none, or something was stated of one of its items
    /// since.</summary>
    public CachedList? Find(Id key) =>
        (_newer.TryGetValue(key, out var list) || _older.TryGetValue(key, out list)) && IsOfNow(list) ? list : null;

    public void Put(Id key, CachedList list)
    {
        list.Version = _changes.Version;
        Keep(key, list);
    }

    /// <summary>Notes that the shop has stated something of an item: lists with it go.</summary>
    public void Change(Id item) => _changes.Add(item);

    /// <summary>Notes that a user has had an event that the list does not know.</summary>
    public void Outdate(Id key)
    {
        if (Find(key) is { IsOutdated: false } list)
        {
            Keep(key, list with { IsOutdated = true });
        }
    }

    /// <summary>Forgets the list of one.</summary>
    public void Remove(Id key)
    {
        _newer.TryRemove(key, out _);
        _older.TryRemove(key, out _);
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
        if (_newer.Count >= GenerationSize)
        {
            Volatile.Write(ref _older, _newer);
            Volatile.Write(ref _newer, new());
        }

        _newer[key] = list;
    }
}

/// <summary>A list as it was made; what it says of its items never changes.</summary>
/// <param name="Items">The items, best first.</param>
/// <param name="Notice">Null, or that nothing is known of the user.</param>
/// <param name="AsOf">The newest event that it knows.</param>
/// <param name="Made">When it was made.</param>
/// <param name="IsComplete">Whether all that had been sent was known.</param>
internal sealed record CachedList(
    IReadOnlyList<ListItem> Items, string? Notice, DateTimeOffset AsOf, DateTimeOffset Made, bool IsComplete)
{
    private ItemsJson? _json;
    private long _version;

    /// <summary>Tells up to which change of an item the list is known to be right.</summary>
    public long Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }

    /// <summary>Tells whether the user has had an event since.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Gives the first items as JSON; written once for all who ask for as many.</summary>
    public byte[] ItemsAsJson(int count)
    {
        var json = _json;
        if (json?.Count != count)
        {
            var items = JsonSerializer.SerializeToUtf8Bytes(Items.Take(count), AnswerJson.Default.IEnumerableListItem);
            _json = json = new(count, items);
        }

        return json.Items;
    }

    private sealed record ItemsJson(int Count, byte[] Items);
}

/// <summary>One recommended item.</summary>
internal sealed record ListItem(Id Item, double Score, string Reason)
{
    /// <summary>Gives the parts of the score, where they were asked for.</summary>
    public IReadOnlyList<ScorePart>? Why { get; init; }
}

/// <summary>Tells what one source adds to a score.</summary>
internal sealed record ScorePart(string Source, double Value, Id? MatchedItem, string? Detail);
