using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>The public session data beside the repository, as views of sessions without users.</summary>
internal static class PublicSessions
{
    private static readonly DateTimeOffset Start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The training and the test part of a data set.</summary>
    public static (List<Interaction> Train, List<Interaction> Test) Parts(string data) => data == "rsc15-100k"
        ? (Rsc15("train_full"), Rsc15("test"))
        : (Lines(data, "train"), Lines(data, "test"));

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

    /// <summary>
    /// Predicts each item of a session but the first, and learns it then: how many are in the list of 20, the sum of
    /// 1 / place, and how many were predicted.
    /// </summary>
    public static (double Hits, double Ranks, int Count) Predict(
        IRecommender<Interaction, Id, Id> recommender, List<Interaction> test)
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var list = new List<Recommendation<Id>>();
        var (hits, ranks, count) = (0d, 0d, 0);
        foreach (var each in test)
        {
            if (!begun.Add(each.Session!))
            {
                count++;
                recommender.Recommend(new(Id.None, 20) { Session = each.Session }, list);
                var place = list.FindIndex(one => one.Item == each.Item);
                hits += place >= 0 ? 1 : 0;
                ranks += place >= 0 ? 1d / (place + 1) : 0;
            }

            recommender.Learn(each);
        }

        return (hits, ranks, count);
    }

    private static Interaction View(DateTimeOffset time, string session, long item) =>
        new(time, InteractionKind.View, Id.None, item) { Session = session };
}
