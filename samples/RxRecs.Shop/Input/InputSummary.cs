using RxRecs.Csv;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Input;

/// <summary>The summary of the input's rows: every row is in one of the figures.</summary>
internal static class InputSummary
{
    public static ResultTable<InputCounts> Table { get; } = new("summary", Say)
    {
        { "rows", counts => counts.Rows },
        { "events", counts => counts.Used },
        { "late", counts => counts.Late },
        { "lateness_needed", counts => counts.LatenessNeeded },
        { "dead", counts => counts.Dead },
        { "implausible", counts => counts.Implausible },
        { "out_of_range", counts => counts.OutOfRange },
        { "other_kinds", counts => counts.OtherKinds },
        { "overlap", counts => counts.Overlap },
        { "held", counts => counts.Held },
        { "unknown_fields", counts => counts.UnknownFields },
        { "unreadable_fields", counts => counts.UnreadableFields },
        { "rounded_ids", counts => counts.RoundedIds },
        { "without_user", counts => counts.WithoutUser },
        { "without_session", counts => counts.WithoutSession },
        { "interrupted", counts => counts.Interrupted },
    };

    /// <summary>Gives what has to be said beside the figures, each with the option that mends it.</summary>
    public static IEnumerable<string> Warnings(InputCounts counts)
    {
        foreach (var damage in counts.Damages)
        {
            yield return damage;
        }

        foreach (var file in counts.Files)
        {
            var name = Path.GetFileName(file.Source);
            if (file is { IsComplete: true, Rows: 0 })
            {
                yield return $"{name}: the file has a header and no row.";
            }

            if (file.Layout == ShopFileLayout.SessionLines)
            {
                yield return $"{name}: read as one session per line, oldest item first, with blanks between items; "
                    + "such files have no times, so theirs are made up, a second apart (--columns reads a table).";
            }

            if (counts.Lines.GetValueOrDefault(file.Source)?.Joined is { } joined)
            {
                yield return $"{name}: no line has more than one item, and the first that looks like several is "
                    + $"'{Plain.Short(joined, 40)}': blanks separate the items of session-lines.";
            }

            if (file.TimeHint is { } hint)
            {
                yield return $"{name}: {hint}";
            }

            foreach (var warning in Fields(name, file.Fields))
            {
                yield return warning;
            }
        }

        foreach (var warning in Fields("The topic", counts.OfTopic))
        {
            yield return warning;
        }

        if (counts.Late > counts.Used)
        {
            yield return $"Warning: only {counts.Used:#,0} of {counts.Rows:#,0} rows were used, "
                + $"because {counts.Late:#,0} came later than --lateness allows; {Advice(counts)}.";
        }

        if (counts is { IsOfNoUse: true, Rows: > 0 })
        {
            var why = counts.Implausible > 0
                ? $" {counts.Implausible:#,0} had a time that cannot be ({First(counts.FirstImplausible)})."
                : "";
            yield return $"Not one of {Plain.Count(counts.Rows, "row")} was of use.{why}";
        }
    }

    private static IEnumerable<string> Fields(string name, FieldCounts counts)
    {
        if (counts.FirstUnnamedKind is { } firstKind)
        {
            yield return $"{name}: {Plain.Count(counts.UnnamedKinds, "row")} left out because of "
                + $"{(counts.UnnamedKinds == 1 ? "its kind" : "their kinds")}; the first in {firstKind}.";
        }

        if (counts.FirstUnreadable is { } firstUnreadable)
        {
            yield return $"{name}: {Plain.Count(counts.Unreadable, "field")} could not be read and count as "
                + $"unknown; the first in {firstUnreadable}.";
        }

        if (counts.FirstRounded is { } firstRounded)
        {
            yield return $"{name}: {Plain.Count(counts.Rounded, "id")} lost digits, so that different ids may have "
                + $"become one (--refuse-rounded-ids leaves them out); the first in {firstRounded}.";
        }
    }

    // Beyond a year it is not the lateness that is wrong: the file is in another order.
    private static string Advice(InputCounts counts) => counts.LatenessNeeded <= TimeSpan.FromDays(366)
        ? $"--lateness {InHours(counts.LatenessNeeded)} would take them all"
        : $"they are out of order by up to {counts.LatenessNeeded.TotalDays:#,0} days: "
            + "put them into the order of their times first";

    private static string Say(InputCounts counts)
    {
        var parts = new List<string> { $"{Plain.Count(counts.Rows, "row")}: {Plain.Count(counts.Used, "event")} used" };
        AddIf(parts, counts.Late, $"late ({Advice(counts)})");
        AddIf(parts, counts.Dead, "unreadable");
        AddIf(parts, counts.Implausible, $"with a time that cannot be ({First(counts.FirstImplausible)})");
        AddIf(parts, counts.OutOfRange, "outside --from and --to");
        AddIf(parts, counts.OtherKinds, "of other kinds");
        AddIf(parts, counts.Overlap, "that both the history and the topic have");
        AddIf(parts, counts.Held, "still waiting for earlier ones");
        return "\n" + string.Join(", ", parts) + "." + SayWhose(counts);
    }

    // Seconds of our days are milliseconds of the second half of that month.
    private static string First(DateTimeOffset? time) => $"the first {time:u}" + time switch
    {
        { Year: 1970, Month: 1, Day: >= 12 } => ": seconds taken for milliseconds, as it seems",
        { Year: < 2000 } => ": before 2000",
        _ when time > ShopInput.PlausibleTimes.Latest => ": ahead of the clock",
        _ => ": more than 30 days ahead of all others",
    };

    // An event counts as used also where it is in no list because nobody is known who did it.
    private static string SayWhose(InputCounts counts)
    {
        var (without, other) = counts.Whose switch
        {
            "user" => (counts.WithoutUser ?? 0, "session"),
            "session" => (counts.WithoutSession ?? 0, "user"),
            _ => (0, ""),
        };
        var advice = counts.WhoseOption is { } option && without > counts.WithoutBoth
            ? $" ({option} {other} counts {without - counts.WithoutBoth:#,0} of them)"
            : "";
        var said = without == 0 ? ""
            : $" {Plain.Count(without, "event")} {(without == 1 ? "has" : "have")} no {counts.Whose}"
                + $" and {(without == 1 ? "is" : "are")} in no list{advice}.";
        var known = counts.Used - (counts.WithoutUser ?? 0);
        return counts.IsBySessionsInstead && known > 0
            ? said + $" {Plain.Count(known, "event")} {(known == 1 ? "has" : "have")} a user"
                + $" ({counts.WhoseOption} user counts by them)."
            : said;
    }

    /// <summary>Gives a length of time as one would give it to an option, in whole hours that suffice.</summary>
    public static Duration InHours(TimeSpan span) => new(TimeSpan.FromHours(Math.Ceiling(span.TotalHours)));

    private static void AddIf(List<string> parts, long count, string what)
    {
        if (count > 0)
        {
            parts.Add($"{count:#,0} {what}");
        }
    }
}
