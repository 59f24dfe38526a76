namespace RxRecs.Shop.Input;

/// <summary>
/// Several files as one, in order of event time: always on with the file whose next event is the earliest. Months
/// follow each other in whatever order they are named, and logs of the same days are woven into one; only one event of
/// each file is held. (Sources that push, such as topics, need <c>MergeByEventTime</c>, which waits for the slowest.)
/// </summary>
internal static class FileMerge
{
    public static IEnumerable<Interaction> ByEventTime(IReadOnlyList<IEnumerable<Interaction>> files) =>
        files is [var only] ? only : Merge(files);

    private static IEnumerable<Interaction> Merge(IReadOnlyList<IEnumerable<Interaction>> files)
    {
        var open = new PriorityQueue<IEnumerator<Interaction>, (DateTimeOffset Time, int File)>();
        var number = 0;
        try
        {
            foreach (var file in files)
            {
                Enqueue(open, file.GetEnumerator(), number++);
            }

            while (open.TryDequeue(out var events, out var place))
            {
                yield return events.Current;
                Enqueue(open, events, place.File);
            }
        }
        finally
        {
            foreach (var (events, _) in open.UnorderedItems)
            {
                events.Dispose();
            }
        }
    }

    private static void Enqueue(
        PriorityQueue<IEnumerator<Interaction>, (DateTimeOffset Time, int File)> open,
        IEnumerator<Interaction> events,
        int file)
    {
        try
        {
            if (events.MoveNext())
            {
                open.Enqueue(events, (events.Current.EventTime, file));
                return;
            }
        }
        catch
        {
            events.Dispose();
            throw;
        }

        events.Dispose();
    }
}
