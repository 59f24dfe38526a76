namespace RxRecs.Machines;

/// <summary>
/// Compares each bucket with the one before it. State: the buckets of the score's baseline and a figure per
/// item.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TrendTransitionsMachine<TItem> : IMachine<TrendBucket<TItem>, TrendTransition<TItem>>
    where TItem : notnull
{
    private readonly TrendHistory<TItem> _history;

    /// <summary>Makes a machine without state.</summary>
    /// <param name="score">The score that ranks items by how strongly they trend.</param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <exception cref="ArgumentNullException"><paramref name="score"/> is null.</exception>
    public TrendTransitionsMachine(TrendScore score, IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        _history = new TrendHistory<TItem>(score, itemOrder);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format { get; } = new("TrendTransitions", 2);

    /// <inheritdoc/>
    public void OnEvent(TrendBucket<TItem> value, Output<TrendTransition<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var next = _history.Compare(value);
        _history.Add(value);
        if (next is { } transition)
        {
            output.Emit(transition);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<TrendTransition<TItem>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _history.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _history.Restore(reader);
}
