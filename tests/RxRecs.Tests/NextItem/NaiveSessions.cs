using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>A session index as one would write it first: lists, looked through in full.</summary>
internal sealed class NaiveSessions<TItem>(SessionIndexLimits limits)
    where TItem : notnull
{
    private readonly List<(TItem Item, long Ticks, long Number)> _dropped = [];

    public SortedDictionary<long, List<(TItem Item, long Ticks)>> Sessions { get; } = [];

    public long Floor { get; private set; }

    public long Next { get; private set; }

    public int Events => Sessions.Values.Sum(each => each.Count);

    public int ItemCount => Sessions.Values.SelectMany(each => each).Select(each => each.Item).Distinct().Count();

    public IEnumerable<TItem> HeadOf(long number) =>
        Sessions.TryGetValue(number, out var all) ? all.Take(limits.MaxLength).Select(each => each.Item) : [];

    public int SessionsOf(TItem item) => Sessions.Keys.Count(number => HeadOf(number).Contains(item));

    /// <summary>Gives the newest sessions of an item, newest first.</summary>
    public List<long> Postings(TItem item) =>
    [
        .. from number in Sessions.Keys
           where HeadOf(number).Contains(item)
           let time = TimeOf(item, number)
           where !_dropped.Contains((item, time, number))
           orderby time descending, number descending
           select number,
    ];

    public long TimeOf(TItem item, long number) =>
        Sessions[number].Take(limits.MaxLength).First(each => each.Item.Equals(item)).Ticks;

    public void MakeRoom(TItem item)
    {
        while (Events >= limits.MaxEvents)
        {
            Evict();
        }

        while (ItemCount >= limits.MaxItems && !Sessions.Values.Any(all => all.Any(each => each.Item.Equals(item))))
        {
            Evict();
        }
    }

    public void Add(long number, TItem item, long ticks)
    {
        while (Next <= number)
        {
            while (Next - Floor >= limits.MaxSessions)
            {
                Evict();
            }

            Next++;
        }

        if (!Sessions.TryGetValue(number, out var session))
        {
            Sessions.Add(number, session = []);
        }

        if (session.Count == limits.MaxLength + limits.TailLength)
        {
            session.RemoveAt(limits.MaxLength);
        }

        var place = session.Count >= limits.MaxLength
            ? session.Count
            : session.FindLastIndex(each => each.Ticks <= ticks) + 1;
        session.Insert(place, (item, ticks));
        var postings = Postings(item);
        foreach (var tooOld in postings.Skip(limits.PostingsPerItem + 1))
        {
            _dropped.Add((item, TimeOf(item, tooOld), tooOld));
        }
    }

    public void Forget(long number)
    {
        Sessions.Remove(number);
        _dropped.RemoveAll(each => each.Number == number);
    }

    private void Evict()
    {
        Forget(Floor);
        Floor++;
    }
}
