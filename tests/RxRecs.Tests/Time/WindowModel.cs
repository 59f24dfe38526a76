namespace RxRecs.Tests.Time;

/// <summary>Windows as a plain loop and LINQ compute them, over seconds after noon.</summary>
internal static class WindowModel
{
    /// <summary>
    /// Each event's ids, in the order in which they were added: tells which events an aggregate has
    /// seen.
    /// </summary>
    public static readonly WindowAggregate<TimedEvent, string> Ids = new(
        () => "", (ids, value) => $"{ids}{value.Id} ", (earlier, later) => earlier + later);

    /// <summary>An aggregate that changes its accumulator, to catch one that is shared by mistake.</summary>
    public static readonly WindowAggregate<TimedEvent, List<int>> MutableIds = new(
        () => [],
        (ids, value) =>
        {
            ids.Add(value.Id);
            return ids;
        },
        (earlier, later) =>
        {
            earlier.AddRange(later);
            return earlier;
        });

    /// <summary>The events together with the watermark that each of them met, in seconds.</summary>
    public static IEnumerable<(TimedEvent Event, int Watermark)> WithWatermark(
        IEnumerable<TimedEvent> events, int lateness)
    {
        var watermark = int.MinValue;
        foreach (var one in events)
        {
            yield return (one, watermark);
            watermark = Math.Max(watermark, one.Seconds - lateness);
        }
    }

    /// <summary>Hopping windows: for each, the ids of its events in ascending order.</summary>
    public static EventWindow<string, string>[] Hopping(TimedEvent[] events, int size, int advance, int lateness)
    {
        var greatest = events.Select(one => one.Seconds).DefaultIfEmpty().Max();
        return WithWatermark(events, lateness)
            .SelectMany(pair => Starts(pair.Event.Seconds, size, advance)
                .Where(start => start + size > pair.Watermark)
                .Select(start => (pair.Event, start)))
            .GroupBy(pair => (pair.start, pair.Event.Key), pair => pair.Event.Id)
            .Select(group => Window(group.Key.Key, group.Key.start, group.Key.start + size, group, greatest))
            .OrderBy(window => window.End).ThenBy(window => window.Key, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>Sessions of events none of which is late.</summary>
    public static EventWindow<string, string>[] Sessions(TimedEvent[] events, int gap)
    {
        var greatest = events.Select(one => one.Seconds).DefaultIfEmpty().Max();
        return events.GroupBy(one => one.Key)
            .SelectMany(group => Runs(group.OrderBy(one => one.Seconds), gap))
            .Select(run => Window(
                run[0].Key, run[0].Seconds, run[^1].Seconds + gap, run.Select(one => one.Id), greatest))
            .OrderBy(window => window.End).ThenBy(window => window.Start)
            .ThenBy(window => window.Key, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>The same windows with the ids in ascending order, for aggregates that are added in another.</summary>
    public static EventWindow<string, string> Sorted(EventWindow<string, string> window) => window with
    {
        Value = Join(window.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)),
    };

    public static string Join(IEnumerable<int> ids) => string.Concat(ids.Order().Select(id => $"{id} "));

    private static IEnumerable<int> Starts(int seconds, int size, int advance) =>
        Enumerable.Range((-size / advance) - 2, ((600 + size) / advance) + 4)
            .Select(k => k * advance)
            .Where(start => start <= seconds && seconds < start + size);

    private static EventWindow<string, string> Window(
        string key, int start, int end, IEnumerable<int> ids, int greatest)
    {
        var all = ids.ToArray();
        return new(
            key,
            TimedEvent.Noon.AddSeconds(start),
            TimedEvent.Noon.AddSeconds(end),
            Join(all),
            all.Length,
            end > greatest);
    }

    private static List<List<TimedEvent>> Runs(IEnumerable<TimedEvent> sorted, int gap)
    {
        var runs = new List<List<TimedEvent>>();
        foreach (var one in sorted)
        {
            if (runs.Count == 0 || one.Seconds - runs[^1][^1].Seconds >= gap)
            {
                runs.Add([]);
            }

            runs[^1].Add(one);
        }

        return runs;
    }
}
