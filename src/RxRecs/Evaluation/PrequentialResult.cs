using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>Represents how the list made before an event fared, and the means up to that event.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PrequentialResult
{
    /// <summary>Gets the place of the event's item in the list, from 1; 0 where the list did not hold it.</summary>
    public int Rank { get; init; }

    /// <summary>Gets the number of items in the list.</summary>
    public int Shown { get; init; }

    /// <summary>Gets the number of those items that are marked as fallback, whatever their source.</summary>
    public int Fallbacks { get; init; }

    /// <summary>Gets the kind of the event; null where events have no kind.</summary>
    public InteractionKind? Kind { get; init; }

    /// <summary>Gets the relation of the user to the item before the event.</summary>
    public TargetRelation Relation { get; init; }

    /// <summary>
    /// Gets a value indicating whether this was the item's first event: nothing could be known of it.
    /// </summary>
    public bool IsColdItem { get; init; }

    /// <summary>Gets the means over all scored events so far.</summary>
    public MetricMeans Cumulative { get; init; }

    /// <summary>Gets the means over the last <see cref="PrequentialOptions.WindowSize"/> scored events.</summary>
    public MetricMeans Windowed { get; init; }

    /// <summary>
    /// Gets the fading means (x + a S) / (1 + a N), with S and N the same sums one event before and a the
    /// <see cref="PrequentialOptions.FadingFactor"/>. Their count is that of all events.
    /// </summary>
    public MetricMeans Fading { get; init; }

    /// <summary>Gets the share of fallback items among all items shown so far.</summary>
    public double FallbackShare { get; init; }

    /// <summary>
    /// Gets the distinct items recommended so far, divided by the distinct items that occurred so far, in events or in
    /// lists.
    /// </summary>
    public double Coverage { get; init; }
}
