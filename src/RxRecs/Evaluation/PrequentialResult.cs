using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>Tells how the list made before an event fared, and the means up to that event.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PrequentialResult
{
    /// <summary>Gives the place of the event's item in the list, from 1; 0 where the list did not hold it.</summary>
    public int Rank { get; init; }

    /// <summary>Tells how many items the list had.</summary>
    public int Shown { get; init; }

    /// <summary>Counts those of them that are marked as fallback, whatever their source.</summary>
    public int Fallbacks { get; init; }

    /// <summary>Tells what the user did; null where events have no kind.</summary>
    public InteractionKind? Kind { get; init; }

    /// <summary>Tells how the user stood to the item before.</summary>
    public TargetRelation Relation { get; init; }

    /// <summary>Tells whether this was the item's first event: nothing could be known of it.</summary>
    public bool IsColdItem { get; init; }

    /// <summary>The means over all scored events so far.</summary>
    public MetricMeans Cumulative { get; init; }

    /// <summary>The means over the last <see cref="PrequentialOptions.WindowSize"/> of them.</summary>
    public MetricMeans Windowed { get; init; }

    /// <summary>
    /// The fading means (x + a S) / (1 + a N), with S and N the same sums one event before and a the
    /// <see cref="PrequentialOptions.FadingFactor"/>. Their count is that of all events.
    /// </summary>
    public MetricMeans Fading { get; init; }

    /// <summary>The share of fallback items among all items shown so far.</summary>
    public double FallbackShare { get; init; }

    /// <summary>
    /// Distinct items recommended so far / distinct items that occurred so far, in events or in
    /// lists.
    /// </summary>
    public double Coverage { get; init; }
}
