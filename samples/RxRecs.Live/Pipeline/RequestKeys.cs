namespace RxRecs.Live.Pipeline;

/// <summary>
/// Knows for the newest requests that had a key what was asked: those of the log, and those that are on their way into
/// it. Both are hashes: of method, path and key, and of the body. Used from many threads.
/// </summary>
internal sealed class RequestKeys
{
    /// <summary>The number of requests of the log that are known.</summary>
    public const int Most = 100_000;

    private readonly Lock _gate = new();

    // More than the log's: requests that never come into it take places, too.
    private readonly NewestEntries<UInt128, ulong> _bodies = new(2 * Most);

    /// <summary>Takes a request for what it asks; false where something else was asked under its key.</summary>
    public bool TryTake(UInt128 request, ulong body)
    {
        lock (_gate)
        {
            if (_bodies.TryGet(request, out var known))
            {
                return known == body;
            }

            _bodies.Add(request, body);
            return true;
        }
    }
}
