using System.Collections.Concurrent;

namespace RxRecs.Live.Pipeline;

/// <summary>Counts what was set aside by reason; of a bounded number of reasons.</summary>
internal sealed class DeadLetterCounts
{
    private const int Most = 32;
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string reason) =>
        _counts.AddOrUpdate(
            _counts.Count < Most || _counts.ContainsKey(reason) ? reason : "others", 1, static (_, count) => count + 1);

    public IReadOnlyDictionary<string, long> Snapshot() =>
        new Dictionary<string, long>(_counts, StringComparer.Ordinal);
}
