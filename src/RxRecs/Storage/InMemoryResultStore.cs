using System.Text;

namespace RxRecs.Storage;

/// <summary>Keeps results and checkpoints in memory: for tests, and where a restart begins anew.</summary>
public sealed class InMemoryResultStore : IResultStore
{
    private readonly InMemorySnapshotStore _snapshots = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ResultOrder.Check(results);
        lock (_gate)
        {
            if (results.Length > 0)
            {
                (_tables.TryGetValue(name, out var table) ? table : _tables[name] = new()).Take(results);
            }

            if (checkpoint is not null)
            {
                _snapshots.Save(name, checkpoint.Position, checkpoint.Content.Span);
            }
        }
    }

    /// <inheritdoc/>
    public void Save(string name, long position, ReadOnlySpan<byte> snapshot) =>
        _snapshots.Save(name, position, snapshot);

    /// <inheritdoc/>
    public StoredSnapshots Load(string name) => _snapshots.Load(name);

    /// <inheritdoc/>
    public long LastNumber(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            return _tables.TryGetValue(name, out var table) ? table.LastNumber : 0;
        }
    }

    /// <inheritdoc/>
    public StoredResult? Find(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(key);
        lock (_gate)
        {
            return _tables.TryGetValue(name, out var table) && table.Rows.TryGetValue(key, out var row) ? row : null;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredResult> ReadResults(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            return _tables.TryGetValue(name, out var table)
                ? [.. table.Rows.Values.OrderBy(row => Encoding.UTF8.GetBytes(row.Key), Utf8Order.Instance)]
                : [];
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            _tables.Remove(name);
            _snapshots.Delete(name);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        lock (_gate)
        {
            return [.. _snapshots.Names().Union(_tables.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
    }

    private sealed class Table
    {
        public Dictionary<string, StoredResult> Rows { get; } = new(StringComparer.Ordinal);

        public long LastNumber { get; private set; }

        public void Take(ReadOnlySpan<StoredResult> results)
        {
            foreach (var result in results)
            {
                if (result.Number <= LastNumber)
                {
                    continue;
                }

                LastNumber = result.Number;
                if (result.Value is { } value)
                {
                    Rows[result.Key] = new(result.Key, result.Number, result.Time, value.ToArray());
                }
                else
                {
                    Rows.Remove(result.Key);
                }
            }
        }
    }

    private sealed class Utf8Order : IComparer<byte[]>
    {
        public static readonly Utf8Order Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
