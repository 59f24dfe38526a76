using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>The public session data beside the repository: lines of items, oldest session first.</summary>
internal static class PublicSessions
{
    public static int[][] YooChoose(string part) => Lines("yoochoose-1-64", part);

    public static int[][] Diginetica(string part) => Lines("diginetica", part);

    /// <summary>Sessions in the order of their last clicks, items in the order of the clicks.</summary>
    public static int[][] Rsc15(string part)
    {
        var path = Repository.Data($"rsc15-100k/yoochoose-clicks-100k_{part}.txt");
        var clicks = File.ReadLines(path).Skip(1).Select(line => line.Split('\t'))
            .Select((each, place) => (
                Session: each[0],
                Item: int.Parse(each[1], CultureInfo.InvariantCulture),
                Time: double.Parse(each[2], CultureInfo.InvariantCulture),
                Place: place));
        return
        [
            .. clicks.GroupBy(each => each.Session).Select(session => session.OrderBy(each => each.Time)
                .ThenBy(each => each.Place).ToArray())
                .OrderBy(session => session[^1].Time).ThenBy(session => session[^1].Place)
                .Select(session => session.Select(each => each.Item).ToArray()),
        ];
    }

    private static int[][] Lines(string folder, string part) =>
    [
        .. File.ReadLines(Repository.Data($"{folder}/{part}_sessions.txt")).Select(line => line
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(each => int.Parse(each, CultureInfo.InvariantCulture)).ToArray()),
    ];
}
