namespace RxRecs.Machines;

/// <summary>
/// Takes the items of a candidate source, best first. It leaves out what the filters reject, so that a source's quota
/// is spent on items that can be shown, and says when the source may stop.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public abstract class CandidateSink<TItem>
{
    private Func<TItem, bool>? _filter;

    /// <summary>Gets the number of further items that are wanted; 0 when the source may stop.</summary>
    public int Wanted { get; private protected set; }

    /// <summary>Gives <see cref="Accepts"/> as a function that is made once.</summary>
    internal Func<TItem, bool> Filter => _filter ??= Accepts;

    /// <summary>
    /// Determines whether an item would be taken: the filters let it pass and no earlier source has proposed it.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <returns>True if <see cref="Add(TItem, double, string?)"/> would take it, were it wanted.</returns>
    public abstract bool Accepts(TItem item);

    /// <summary>
    /// Proposes an item, the best one that has not been proposed yet. One that is not accepted is left out.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="value">The source's own figure for it, such as a score or a count.</param>
    /// <param name="detail">The text that a reader needs beside the figure, or null.</param>
    /// <returns>True if more items are wanted.</returns>
    /// <remarks>The figure is the score, too, under <see cref="CandidateMerge.Blend"/>.</remarks>
    public bool Add(TItem item, double value, string? detail = null) => Add(item, value, value, detail);

    /// <summary>
    /// Proposes an item whose figure is not its score: a place, say, which is the better the lower it is.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="value">The source's own figure for it, which its reason shows.</param>
    /// <param name="score">
    /// The figure that <see cref="CandidateMerge.Blend"/> takes into account: higher is better; one that is not a
    /// positive, finite number adds nothing.
    /// </param>
    /// <param name="detail">The text that a reader needs beside the figure, or null.</param>
    /// <returns>True if more items are wanted.</returns>
    public abstract bool Add(TItem item, double value, double score, string? detail);
}
