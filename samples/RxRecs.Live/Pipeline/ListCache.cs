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
    private ConcurrentDictionary<Id, CachedList> _newer = new();
    private ConcurrentDictionary<Id, CachedList> _older = new();

    public CachedList? Find(Id key) =>
        _newer.TryGetValue(key, out var list) || _older.TryGetValue(key, out list) ? list : null;

    public void Put(Id key, CachedList list)
    {
        if (_newer.Count >= GenerationSize)
        {
            Volatile.Write(ref _older, _newer);
            Volatile.Write(ref _newer, new());
        }

        _newer[key] = list;
    }

    /// <summary>Notes that a user has had an event that the list does not know.</summary>
    public void Outdate(Id key)
    {
        if (Find(key) is { IsOutdated: false } list)
        {
            Put(key, list with { IsOutdated = true });
        }
    }

    /// <summary>Forgets the list of one; of all where there is none.</summary>
    public void Remove(Id key)
    {
        if (key.IsNone)
        {
            Volatile.Write(ref _older, new());
            Volatile.Write(ref _newer, new());
            return;
        }

        _newer.TryRemove(key, out _);
        _older.TryRemove(key, out _);
    }
}

/// <summary>A list as it was made; what it says never changes.</summary>
/// <param name="Items">The items, best first.</param>
/// <param name="Notice">Null, or that nothing is known of the user.</param>
/// <param name="AsOf">The newest event that it knows.</param>
/// <param name="Made">When it was made.</param>
/// <param name="IsComplete">Whether all that had been sent was known.</param>
internal sealed record CachedList(
    IReadOnlyList<ListItem> Items, string? Notice, DateTimeOffset AsOf, DateTimeOffset Made, bool IsComplete)
{
    private ItemsJson? _json;

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
