using RxRecs.Shop.Input;
using RxRecs.Shop.Options;

namespace RxRecs.Shop.Output;

/// <summary>What became of the input's rows: every row is in one of the figures.</summary>
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
        { "interrupted", counts => counts.Interrupted },
    };

    private static string Say(InputCounts counts)
    {
        var parts = new List<string> { $"{Plain.Count(counts.Rows, "row")}: {Plain.Count(counts.Used, "event")} used" };
        AddIf(parts, counts.Late, $"late (--lateness {InHours(counts.LatenessNeeded)} would take them all)");
        AddIf(parts, counts.Dead, "unreadable");
        AddIf(parts, counts.Implausible, "with a time that cannot be");
        AddIf(parts, counts.OutOfRange, "outside --from and --to");
        return "\n" + string.Join(", ", parts) + ".";
    }

    private static Duration InHours(TimeSpan span) => new(TimeSpan.FromHours(Math.Ceiling(span.TotalHours)));

    private static void AddIf(List<string> parts, long count, string what)
    {
        if (count > 0)
        {
            parts.Add($"{count:#,0} {what}");
        }
    }
}
