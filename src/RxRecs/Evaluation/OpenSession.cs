using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>A session under way: the list made before it, and its relevant items so far.</summary>
internal sealed class OpenSession<TUser, TSession, TItem>(
    long number, TUser user, TSession session, bool hasHistory, TItem[] list)
    where TItem : notnull
{
    private readonly List<TItem> _relevant = [];
    private readonly HashSet<TItem> _known = [];

    public long Number => number;

    public long LastTicks { get; set; }

    public int RelevantCount => _relevant.Count;

    public static OpenSession<TUser, TSession, TItem> Restore(SnapshotReader reader, int listLength)
    {
        var number = reader.ReadInt64();
        var user = reader.Read<TUser>();
        var session = reader.Read<TSession>();
        var hasHistory = reader.ReadBoolean();
        var lastTicks = reader.ReadInt64();
        var count = reader.ReadCount();
        if (count > listLength)
        {
            throw new SnapshotException(
                $"A list of {count} items, more than {listLength}: made with other settings, or damaged.");
        }

        var list = new TItem[count];
        for (var i = 0; i < count; i++)
        {
            list[i] = reader.Read<TItem>();
        }

        var restored = new OpenSession<TUser, TSession, TItem>(number, user, session, hasHistory, list)
        {
            LastTicks = lastTicks,
        };
        var relevant = reader.ReadCount();
        for (var i = 0; i < relevant; i++)
        {
            restored.AddRelevant(reader.Read<TItem>());
        }

        return restored;
    }

    public bool IsRelevant(TItem item) => _known.Contains(item);

    public void AddRelevant(TItem item)
    {
        if (_known.Add(item))
        {
            _relevant.Add(item);
        }
    }

    public SessionScore<TUser, TSession, TItem> Close(int listLength, bool emptyListCounts)
    {
        var outcome = SessionOutcome.Evaluated;
        if (!hasHistory)
        {
            outcome = SessionOutcome.NoHistory;
        }
        else if (list.Length == 0 && !emptyListCounts)
        {
            outcome = SessionOutcome.NothingRecommended;
        }
        else if (_relevant.Count == 0)
        {
            outcome = SessionOutcome.NothingRelevant;
        }

        return new(user, session, outcome, listLength, list, _relevant, Array.FindAll(list, _known.Contains));
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(number);
        writer.Write(user);
        writer.Write(session);
        writer.WriteBoolean(hasHistory);
        writer.WriteInt64(LastTicks);
        Write(writer, list);
        Write(writer, _relevant);
    }

    private static void Write(SnapshotWriter writer, IReadOnlyList<TItem> items)
    {
        writer.WriteCount(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            writer.Write(items[i]);
        }
    }
}
