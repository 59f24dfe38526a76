using System.Runtime.InteropServices;

namespace RxRecs.Live.Http;

/// <summary>
/// A token bucket for each key. What costs more than a bucket holds is let through once, and paid for by the time until
/// the next: a list of a thousand needs no limit of a thousand. Used from many threads.
/// </summary>
/// <remarks>Of two generations of keys the older one goes when the newer one is full; whoever is forgotten begins with
/// a full bucket.</remarks>
/// <param name="clock">The clock.</param>
/// <param name="perSecond">The tokens that come back each second; 0 for no limit.</param>
/// <param name="burst">The tokens of a full bucket.</param>
/// <param name="mostKeys">The number of keys that are known.</param>
internal sealed class RateLimit<TKey>(TimeProvider clock, int perSecond, int burst, int mostKeys)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private Dictionary<TKey, Bucket> _newer = [];
    private Dictionary<TKey, Bucket> _older = [];
    private volatile bool _isUsed;

    /// <summary>Takes tokens, where at least one is there.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="count">How many.</param>
    /// <param name="wait">Zero, or the time until one is there.</param>
    public bool TryTake(TKey key, int count, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (perSecond == 0)
        {
            return true;
        }

        lock (_gate)
        {
            ref var bucket = ref Find(key);
            var isThere = HasToken(bucket, out wait);
            if (isThere)
            {
                bucket.Tokens -= count;
            }

            return isThere;
        }
    }

    /// <summary>Takes tokens for what is done already, whether they are there or not.</summary>
    public void Charge(TKey key, int count)
    {
        if (perSecond > 0)
        {
            lock (_gate)
            {
                Find(key).Tokens -= count;
            }
        }
    }

    /// <summary>Tells whether a token is missing; without a lock while nobody has taken any.</summary>
    public bool IsSpent(TKey key, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (!_isUsed)
        {
            return false;
        }

        lock (_gate)
        {
            return (_newer.ContainsKey(key) || _older.ContainsKey(key)) && !HasToken(Find(key), out wait);
        }
    }

    private bool HasToken(Bucket bucket, out TimeSpan wait)
    {
        wait = bucket.Tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - bucket.Tokens) / perSecond);
        return bucket.Tokens >= 1;
    }

    /// <summary>Gives a bucket as it is now.</summary>
    private ref Bucket Find(TKey key)
    {
        _isUsed = true;
        var now = clock.GetTimestamp();
        if (_newer.Count >= mostKeys / 2 && !_newer.ContainsKey(key))
        {
            (_older, _newer) = (_newer, []);
        }

        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_newer, key, out var isThere);
        if (!isThere)
        {
            bucket = _older.TryGetValue(key, out var known) ? known : new() { Tokens = burst, At = now };
        }

        bucket.Tokens = Math.Min(
            burst, bucket.Tokens + (clock.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));
        bucket.At = now;
        return ref bucket;
    }

    private struct Bucket
    {
        public double Tokens;
        public long At;
    }
}
