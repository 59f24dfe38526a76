using System.Globalization;

namespace RxRecs.Tests.NextItem;

/// <summary>The public session data beside the repository, as views of sessions without users.</summary>
internal static class PublicSessions
{
    private static readonly DateTimeOffset Start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lines of items, oldest session first; the times are made up.</summary>
    public static List<Interaction> Lines(string folder, string part)
    {
        var events = new List<Interaction>();
        var shift = part == "test" ? TimeSpan.FromDays(1_000) : TimeSpan.Zero;
        foreach (var line in File.ReadLines(Repository.Data($"{folder}/{part}_sessions.txt")))
        {
            var session = $"{part} {events.Count}";
            foreach (var item in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                events.Add(View(
                    Start + shift + TimeSpan.FromSeconds(events.Count), session,
                    long.Parse(item, CultureInfo.InvariantCulture)));
            }
        }

        return events;
    }

    /// <summary>Clicks with their times, in order of time.</summary>
    public static List<Interaction> Rsc15(string part) =>
    [
        .. File.ReadLines(Repository.Data($"rsc15-100k/yoochoose-clicks-100k_{part}.txt")).Skip(1)
            .Select(line => line.Split('\t'))
            .Select(each => View(
                DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(double.Parse(each[2], CultureInfo.InvariantCulture)),
                $"{part} {each[0]}",
                long.Parse(each[1], CultureInfo.InvariantCulture)))
            .OrderBy(each => each.EventTime),
    ];

    private static Interaction View(DateTimeOffset time, string session, long item) =>
        new(time, InteractionKind.View, Id.None, item) { Session = session };
}
