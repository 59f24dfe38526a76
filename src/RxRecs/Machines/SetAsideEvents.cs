using System.Diagnostics.Metrics;

namespace RxRecs.Machines;

/// <summary>
/// Counts on the meter <c>RxRecs</c> what operators and sources set aside, so that nothing goes unseen where no one
/// takes the side output. See <c>docs/telemetry.md</c>.
/// </summary>
internal static class SetAsideEvents
{
    public const string MeterName = "RxRecs";
    public const string CounterName = "rxrecs.events.set_aside";

    /// <summary>The reason of an event behind the watermark.</summary>
    public const string Late = "late";

    /// <summary>Gives the reason of an event whose key would have been one too many.</summary>
    public const string TooManyKeys = "too_many_keys";

    /// <summary>The reason of a record that cannot be read; the words are in its dead letter.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Gives the reason of an interaction without the user or session that the operator goes by.</summary>
    public const string NoKey = "no_key";

    /// <summary>Gives the reason of an event that was still of use and had to leave for a newer one.</summary>
    public const string Evicted = "evicted";

    /// <summary>Gives the reason of an item beyond as many as a list may have.</summary>
    public const string TooManyItems = "too_many_items";

    /// <summary>Gives the reason of an item of a list that is none.</summary>
    public const string NoItem = "no_item";

    /// <summary>Gives the reason of a value that nobody has read in time.</summary>
    public const string NotRead = "not_read";

    /// <summary>Gives the reason of a trigger that a cool-down has held back.</summary>
    public const string CoolDown = "cool_down";

    /// <summary>Gives the reason of a pair of items that was given up.</summary>
    public const string Pruned = "pruned";

    /// <summary>Gives the reason of a figure that is no finite number and so counts 0.</summary>
    public const string NotFinite = "not_finite";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Counter = Meter.CreateCounter<long>(
        CounterName, "{event}", "Events that an operator or a source has set aside.");

    /// <summary>Counts events. Both names are from a short fixed list: each pair is a series.</summary>
    public static void Add(string operatorName, string reason, long count = 1)
    {
        if (Counter.Enabled)
        {
            Counter.Add(count, new("operator", operatorName), new("reason", reason));
        }
    }
}
