using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Live.Pipeline;

/// <summary>Keeps what belongs to the newest keys; the key that came first goes where there are too many.</summary>
internal sealed class NewestEntries<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _values = [];
    private readonly Queue<TKey> _oldestFirst = new();

    public int Count => _values.Count;

    /// <summary>Gives the entries, the oldest first.</summary>
    public IEnumerable<(TKey Key, TValue Value)> OldestFirst => _oldestFirst.Select(key => (key, _values[key]));

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    /// <summary>Adds a key that is not there.</summary>
    public void Add(TKey key, TValue value)
    {
        _values.Add(key, value);
        _oldestFirst.Enqueue(key);
        if (_oldestFirst.Count > most)
        {
            _values.Remove(_oldestFirst.Dequeue());
        }
    }

    public void Clear()
    {
        _values.Clear();
        _oldestFirst.Clear();
    }
}
