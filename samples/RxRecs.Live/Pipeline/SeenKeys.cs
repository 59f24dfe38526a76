using RxRecs.Machines;

namespace RxRecs.Live.Pipeline;

/// <summary>The newest keys of requests, so that what is sent again counts once, also after a restart.</summary>
internal sealed class SeenKeys(int most)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    /// <summary>Takes a key; false where it is there already.</summary>
    public bool Add(string key)
    {
        if (!_seen.Add(key))
        {
            return false;
        }

        _oldestFirst.Enqueue(key);
        if (_oldestFirst.Count > most)
        {
            _seen.Remove(_oldestFirst.Dequeue());
        }

        return true;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_oldestFirst.Count);
        foreach (var key in _oldestFirst)
        {
            writer.WriteString(key);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _seen.Clear();
        _oldestFirst.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            Add(reader.ReadString()!);
        }
    }
}
