using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <content>
/// The places of a session: where an event goes, and the blocks that hold them. In a block, as many items as there is
/// room for come first, side by side for the loops over them, and then the times, of two numbers each.
/// </content>
internal sealed partial class SessionIndex<TItem>
{
    private static int SizeClassOf(ref readonly Session session) => BlockPool<int>.SizeClassOf(session.Count);

    private Span<int> ItemsOf(ref readonly Session session) =>
        session.Count == 0 ? [] : _places.Elements(session.Offset, session.Count);

    private Span<int> HeadOf(ref readonly Session session) =>
        session.Count == 0 ? [] : _places.Elements(session.Offset, Math.Min(session.Count, _limits.MaxLength));

    private Span<long> TimesOf(ref readonly Session session)
    {
        if (session.Count == 0)
        {
            return [];
        }

        var room = 1 << SizeClassOf(in session);
        return MemoryMarshal.Cast<int, long>(_places.Elements(session.Offset, 3 * room)[room..])[..session.Count];
    }

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

        var times = TimesOf(in session);
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

        var items = ItemsOf(in session);
        return (place > 0 && items[place - 1] == item) || (place < items.Length && items[place] == item);
    }

    private void InsertPlace(ref Session session, int place, int item, long ticks)
    {
        var count = session.Count;
        if (count == 0)
        {
            session.Offset = _places.Take(1);
        }
        else if (count == 1 << SizeClassOf(in session))
        {
            Move(ref session, SizeClassOf(in session), SizeClassOf(in session) + 1);
        }

        session.Count = count + 1;
        var items = ItemsOf(in session);
        var times = TimesOf(in session);
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
        var items = ItemsOf(in session);
        var times = TimesOf(in session);
        var item = items[first];
        items[(first + 1)..].CopyTo(items[first..]);
        times[(first + 1)..].CopyTo(times[first..]);
        session.Last = times[session.Count - 2];
        session.Count--;
        if (session.Count == 1 << SizeClassOf(in session))
        {
            Move(ref session, SizeClassOf(in session) + 1, SizeClassOf(in session));
        }

        ReleasePlace(item);
    }

    /// <summary>Moves the places of a session from a block of one class to a block of another.</summary>
    private void Move(ref Session session, int from, int to)
    {
        var offset = _places.Take(to);
        var source = _places.Elements(session.Offset, 3 << from);
        var target = _places.Elements(offset, 3 << to);
        source[..session.Count].CopyTo(target);
        source.Slice(1 << from, 2 * session.Count).CopyTo(target[(1 << to)..]);
        _places.GiveBack(session.Offset, from);
        session.Offset = offset;
    }
}
