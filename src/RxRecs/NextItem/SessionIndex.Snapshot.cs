using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <content>Saving: sessions by number, items where they first occur, then the rings.</content>
internal sealed partial class SessionIndex<TItem>
{
    /// <summary>Writes the whole state.</summary>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(Floor);
        writer.WriteInt64(EvictedSessions);
        writer.WriteCount((int)(Next - Floor));
        var order = new int[ItemSlots];
        var written = new List<int>(ItemCount);
        for (var number = Floor; number < Next; number++)
        {
            WriteSession(writer, SlotOf(number), order, written);
        }

        foreach (var item in written)
        {
            WritePostings(writer, item);
        }
    }

    /// <summary>Replaces the whole state.</summary>
    /// <exception cref="SnapshotException">The snapshot is damaged, or holds more than the limits.</exception>
    public void Restore(SnapshotReader reader)
    {
        Clear();
        Floor = Next = NotNegative(reader.ReadInt64());
        EvictedSessions = NotNegative(reader.ReadInt64());
        var count = reader.ReadCount();
        if (count > _limits.MaxSessions)
        {
            throw new SnapshotException($"{count} sessions in the snapshot; at most {_limits.MaxSessions} are kept.");
        }

        for (var i = 0; i < count; i++)
        {
            ReadSession(reader);
        }

        for (var item = 0; item < ItemCount; item++)
        {
            ReadPostings(reader, item);
        }
    }

    private static long NotNegative(long value) => value >= 0 ? value : throw Damaged("a number below 0");

    private static SnapshotException Damaged(string what) => new($"Sessions with {what}: the snapshot is damaged.");

    private void WriteSession(SnapshotWriter writer, int slot, int[] order, List<int> written)
    {
        var items = Items(slot);
        var times = Times(slot);
        writer.WriteCount(items.Length);
        for (var place = 0; place < items.Length; place++)
        {
            var item = items[place];
            var known = order[item] - 1;
            writer.WriteCount(known < 0 ? written.Count : known);
            if (known < 0)
            {
                written.Add(item);
                order[item] = written.Count;
                writer.Write(_items[item]);
            }

            writer.WriteInt64(times[place]);
        }
    }

    private void WritePostings(SnapshotWriter writer, int item)
    {
        var count = _postings.Count(item);
        writer.WriteCount(count);
        for (var place = 0; place < count; place++)
        {
            writer.WriteCount((int)(NumberOf(_postings.At(item, place).Session) - Floor));
        }
    }

    private void ReadSession(SnapshotReader reader)
    {
        Begin();
        var count = reader.ReadCount();
        if (count > _fullLength || count > _limits.MaxEvents - EventCount)
        {
            throw Damaged($"{count} places where there is no room for them");
        }

        ref var session = ref _sessions[SlotOf(Next - 1)];
        SessionCount += count > 0 ? 1 : 0;
        for (var place = 0; place < count; place++)
        {
            ReadPlace(reader, ref session, place);
        }
    }

    private void ReadPlace(SnapshotReader reader, ref Session session, int place)
    {
        var item = reader.ReadSize();
        if (item > ItemCount)
        {
            throw Damaged("an item that is unknown");
        }

        if (item == ItemCount)
        {
            var value = reader.Read<TItem>();
            if (value is null || Find(value) != None || ItemCount == _limits.MaxItems)
            {
                throw Damaged("an item that is missing, twice there or one too many");
            }

            AddItem(value);
        }

        var ticks = reader.ReadInt64();
        var isInOrder = place == 0 || place >= _limits.MaxLength
            || TimesOf(in session)[place - 1] <= ticks;
        if (!isInOrder || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            throw Damaged("times out of order");
        }

        if (place < _limits.MaxLength && !HeadOf(in session).Contains(item))
        {
            _sessionCounts[item]++;
        }

        InsertPlace(ref session, place, item, ticks);
        _postings.AddPlace(item);
        EventCount++;
    }

    private void ReadPostings(SnapshotReader reader, int item)
    {
        var count = reader.ReadCount();
        if (count > _postings.Limit)
        {
            throw Damaged($"{count} postings of an item, of which {_postings.Limit} are kept");
        }

        var (lastTime, lastNumber) = (long.MinValue, -1L);
        for (var place = 0; place < count; place++)
        {
            var number = Floor + reader.ReadSize();
            if (!IsKept(number) || !HeadOf(in _sessions[SlotOf(number)]).Contains(item))
            {
                throw Damaged("a posting of an item that it does not hold");
            }

            ref readonly var session = ref _sessions[SlotOf(number)];
            var time = TimesOf(in session)[HeadOf(in session).IndexOf(item)];
            if (time < lastTime || (time == lastTime && number <= lastNumber))
            {
                throw Damaged("postings out of order");
            }

            _postings.Insert(item, place, new() { Session = (int)number, Time = time });
            (lastTime, lastNumber) = (time, number);
        }
    }

    private void Clear()
    {
        _places.Clear();
        _postings.Clear();
        _items = new KeyTable<TItem>(null);
        _sessionCounts = [];
        _sessions = new Session[4];
        (Floor, Next, SessionCount, EventCount, EvictedSessions) = (0, 0, 0, 0, 0);
    }
}
