using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Applies list rules to lists; keeps nothing from one to the next.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class RerankMachine<TUser, TItem>(int count, IEnumerable<IListRule<TItem>> rules)
    : IMachine<RecommendationList<TUser, TItem>, RecommendationList<TUser, TItem>>
    where TItem : notnull
{
    private readonly ListRuleRun<TItem> _rules = new(rules);
    private readonly List<Recommendation<TItem>> _list = [];

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Rerank", 1);

    /// <inheritdoc/>
    public void OnEvent(
        RecommendationList<TUser, TItem> value, Output<RecommendationList<TUser, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(output);
        _list.Clear();
        _list.AddRange(value.Items);
        _rules.Apply(_list, count);
        output.Emit(new(value.User, _list.Count == 0 ? [] : _list.ToArray()) { Session = value.Session });
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<RecommendationList<TUser, TItem>> output)
    {
        // Every list has been answered: nothing is open.
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        // Nothing is kept.
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        // Nothing is kept.
    }
}
