namespace RxRecs.Recommenders;

/// <content>The places of a session: where an event goes, and the blocks that hold them.</content>
internal sealed partial class SessionIndex<TItem>
{
    private void ReleasePlace(int item)
    {
        EventCount--;
        if (_postings.RemovePlace(item))
        {
            _postings.End(item);
            _items.Remove(item);
        }
    }

    /// <summary>
    /// Tells where an event of a time belongs; behind the end of a full head all that comes is the newest.
    /// </summary>
    private int PlaceFor(ref readonly Session session, long ticks)
    {
        if (session.Count == 0 || session.Last <= ticks)
        {
            return session.Count;
        }

        var times = _places.Times(session.Offset, session.Count);
        var least = session.Count >= _limits.MaxLength ? session.Count : 0;
        var place = session.Count;
        while (place > least && times[place - 1] > ticks)
        {
            place--;
        }

        return place;
    }

    private bool IsRepeat(ref readonly Session session, int place, int item)
    {
        if (session.Count == 0)
        {
            return false;
        }

        var items = _places.Numbers(session.Offset, session.Count);
        return (place > 0 && items[place - 1] == item) || (place < items.Length && items[place] == item);
    }

    private void InsertPlace(ref Session session, int place, int item, long ticks)
    {
        var count = session.Count;
        if (count == 0)
        {
            session.Offset = _places.Take(1);
        }
        else if (count == 1 << BlockPool.ClassOf(count))
        {
            var sizeClass = BlockPool.ClassOf(count);
            var offset = _places.Take(sizeClass + 1);
            _places.Numbers(session.Offset, count).CopyTo(_places.Numbers(offset, count));
            _places.Times(session.Offset, count).CopyTo(_places.Times(offset, count));
            _places.GiveBack(session.Offset, sizeClass);
            session.Offset = offset;
        }

        session.Count = count + 1;
        var items = _places.Numbers(session.Offset, count + 1);
        var times = _places.Times(session.Offset, count + 1);
        if (place < count)
        {
            items[place..count].CopyTo(items[(place + 1)..]);
            times[place..count].CopyTo(times[(place + 1)..]);
        }

        (items[place], times[place]) = (item, ticks);
        session.Last = times[count];
    }

    private void DropOldestTailItem(ref Session session)
    {
        var first = _limits.MaxLength;
        var items = _places.Numbers(session.Offset, session.Count);
        var times = _places.Times(session.Offset, session.Count);
        var item = items[first];
        items[(first + 1)..].CopyTo(items[first..]);
        times[(first + 1)..].CopyTo(times[first..]);
        var sizeClass = BlockPool.ClassOf(session.Count);
        session.Count--;
        session.Last = times[session.Count - 1];
        if (BlockPool.ClassOf(session.Count) != sizeClass)
        {
            Shrink(ref session, sizeClass);
        }

        ReleasePlace(item);
    }

    private void Shrink(ref Session session, int from)
    {
        var offset = _places.Take(from - 1);
        _places.Numbers(session.Offset, session.Count).CopyTo(_places.Numbers(offset, session.Count));
        _places.Times(session.Offset, session.Count).CopyTo(_places.Times(offset, session.Count));
        _places.GiveBack(session.Offset, from);
        session.Offset = offset;
    }
}
