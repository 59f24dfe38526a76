namespace RxRecs;

/// <summary>
/// Keeps values until the thread that uses them takes them: of each key those that still count, in the order in which
/// the keys last got one. Values may be put from any thread.
/// </summary>
/// <remarks>
/// Bound: a maximum number of keys; for one more, the key without a value for the longest time goes. Of a key the
/// newest value is kept; with a <paramref name="replaces"/>, each that no other one replaces.
/// </remarks>
/// <param name="maxKeys">A function that gives the maximum number of keys.</param>
/// <param name="onEvicted">An action that counts a key that goes.</param>
/// <param name="replaces">
/// A function that tells whether the first value makes the second one void, given whether it came later; or null.
/// </param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TValue">The values' type.</typeparam>
internal sealed class WaitingValues<TKey, TValue>(
    Func<int> maxKeys, Action onEvicted, Func<TValue, TValue, bool, bool>? replaces = null)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private volatile RecentKeys<TKey, List<TValue>>? _waiting;
    private long _void;

    /// <summary>Puts a value; one that was void when it came is only counted.</summary>
    public void Put(TKey key, TValue value)
    {
        bool hasEvicted;
        lock (_gate)
        {
            var waiting = _waiting ??= new(maxKeys());
            var evicted = waiting.Evicted;
            Put(waiting.Touch(key, out _) ??= new(1), value);
            hasEvicted = waiting.Evicted != evicted;
        }

        if (hasEvicted)
        {
            onEvicted();
        }
    }

    /// <summary>Takes all values.</summary>
    /// <param name="voidValues">The number of values that were void when they came.</param>
    /// <returns>The values, the oldest first.</returns>
    public IEnumerable<TValue> Take(out long voidValues)
    {
        voidValues = 0;
        if (_waiting is null)
        {
            return [];
        }

        lock (_gate)
        {
            var taken = _waiting;
            (_waiting, voidValues, _void) = (null, _void, 0);
            return taken.OldestFirst().SelectMany(static each => each.Value);
        }
    }

    private void Put(List<TValue> values, TValue value)
    {
        if (replaces is null)
        {
            values.Clear();
        }
        else if (values.Exists(waiting => replaces(waiting, value, false)))
        {
            _void++;
            return;
        }
        else
        {
            values.RemoveAll(waiting => replaces(value, waiting, true));
        }

        values.Add(value);
    }
}
