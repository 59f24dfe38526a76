using RxRecs.Machines;

namespace RxRecs.Live.Pipeline;

/// <summary>Remembers whose carts are open, and which of them nobody has touched for a while.</summary>
/// <remarks>Bounded: beyond <see cref="Most"/> the cart touched the longest ago is no longer counted.</remarks>
internal sealed class OpenCarts
{
    private const int Most = 200_000;
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(2);
    private readonly Dictionary<Id, LinkedListNode<(Id User, long Ticks)>> _byUser = [];
    private readonly LinkedList<(Id User, long Ticks)> _oldestFirst = [];

    public int Count => _byUser.Count;

    public void Touch(Id user, DateTimeOffset time)
    {
        if (_byUser.TryGetValue(user, out var node))
        {
            _oldestFirst.Remove(node);
            node.Value = (user, time.UtcTicks);
            _oldestFirst.AddLast(node);
            return;
        }

        _byUser[user] = _oldestFirst.AddLast((user, time.UtcTicks));
        if (_byUser.Count > Most)
        {
            Remove(_oldestFirst.First!.Value.User);
        }
    }

    public bool Remove(Id user)
    {
        if (!_byUser.Remove(user, out var node))
        {
            return false;
        }

        _oldestFirst.Remove(node);
        return true;
    }

    /// <summary>Counts the carts that nobody has touched for a while, as of a time.</summary>
    public int Abandoned(DateTimeOffset now)
    {
        var limit = now.UtcTicks - AbandonedAfter.Ticks;
        var count = 0;
        for (var node = _oldestFirst.First; node is not null && node.Value.Ticks < limit; node = node.Next)
        {
            count++;
        }

        return count;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_oldestFirst.Count);
        foreach (var (user, ticks) in _oldestFirst)
        {
            writer.Write(user);
            writer.WriteInt64(ticks);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _byUser.Clear();
        _oldestFirst.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var user = reader.Read<Id>();
            _byUser[user] = _oldestFirst.AddLast((user, reader.ReadInt64()));
        }
    }
}
