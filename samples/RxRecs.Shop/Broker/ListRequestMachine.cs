using RxRecs.Machines;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Asks for a list after a user's event, and again when the list has reached an age in event time, the oldest one
/// first. A user who has done nothing for a week is forgotten, and of over 100,000 the one whose list is the oldest.
/// Its events come in order of event time.
/// </summary>
internal sealed class ListRequestMachine(ListRules rules) : IMachine<Interaction, ListRequest>
{
    /// <summary>Tells how many users are remembered.</summary>
    public const int MaxUsers = 100_000;

    private const int Slack = 1024;
    private static readonly TimeSpan Absence = TimeSpan.FromDays(7);
    private readonly Dictionary<Id, Visitor> _visitors = [];

    // Who comes first in the queue has the oldest list, unless a later entry tells of a newer one.
    private readonly Queue<(Id User, long Ticks)> _lists = new();

    public SnapshotFormat Format => new("ListRequests", 1);

    public void OnEvent(Interaction value, Output<ListRequest> output)
    {
        Refresh(value, output);
        if (!value.User.IsNone && rules.Users?.Contains(value.User) != false)
        {
            Follow(value, output);
        }
    }

    public void OnCompleted(Output<ListRequest> output)
    {
    }

    public void Snapshot(SnapshotWriter writer)
    {
        var current = _lists.Where(IsCurrent).ToList();
        writer.WriteCount(current.Count);
        foreach (var (user, ticks) in current)
        {
            writer.Write(user);
            writer.WriteInt64(ticks);
            writer.WriteInt64(_visitors[user].Seen);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _visitors.Clear();
        _lists.Clear();
        for (var left = reader.ReadSize(); left > 0; left--)
        {
            var user = reader.Read<Id>();
            var (listed, seen) = (reader.ReadInt64(), reader.ReadInt64());
            if (!_visitors.TryAdd(user, new Visitor(listed, seen)))
            {
                throw new SnapshotException($"User {user} comes twice: the snapshot is damaged.");
            }

            _lists.Enqueue((user, listed));
        }
    }

    private void Follow(Interaction value, Output<ListRequest> output)
    {
        var isKnown = _visitors.TryGetValue(value.User, out var visitor);
        if (rules.After.Contains(value.Kind))
        {
            output.Emit(new ListRequest(value.User, value.EventTime));
            if (rules.Refresh is not null)
            {
                Enqueue(value.User, value.EventTime.UtcTicks, value.EventTime.UtcTicks);
            }
        }
        else if (isKnown)
        {
            _visitors[value.User] = visitor with { Seen = value.EventTime.UtcTicks };
        }
    }

    private void Refresh(Interaction value, Output<ListRequest> output)
    {
        if (rules.Refresh is not { } age)
        {
            return;
        }

        var now = value.EventTime.UtcTicks;
        while (_lists.TryPeek(out var oldest) && (!IsCurrent(oldest) || oldest.Ticks <= now - age.Ticks))
        {
            _ = _lists.Dequeue();
            if (!IsCurrent(oldest))
            {
                continue;
            }

            var seen = _visitors[oldest.User].Seen;
            if (now - seen > Absence.Ticks)
            {
                _ = _visitors.Remove(oldest.User);
            }
            else if (oldest.User != value.User || !rules.After.Contains(value.Kind))
            {
                output.Emit(new ListRequest(oldest.User, value.EventTime));
                Enqueue(oldest.User, now, seen);
            }
        }
    }

    private bool IsCurrent((Id User, long Ticks) entry) =>
        _visitors.TryGetValue(entry.User, out var visitor) && visitor.Listed == entry.Ticks;

    private void Enqueue(Id user, long listed, long seen)
    {
        var isQueued = _visitors.TryGetValue(user, out var before) && before.Listed == listed;
        _visitors[user] = new Visitor(listed, seen);
        if (!isQueued)
        {
            _lists.Enqueue((user, listed));
        }

        while (_visitors.Count > MaxUsers)
        {
            var oldest = _lists.Dequeue();
            _ = IsCurrent(oldest) && _visitors.Remove(oldest.User);
        }

        if (_lists.Count > (2 * _visitors.Count) + Slack)
        {
            var current = _lists.Where(IsCurrent).ToList();
            _lists.Clear();
            current.ForEach(_lists.Enqueue);
        }
    }

    private readonly record struct Visitor(long Listed, long Seen);
}
