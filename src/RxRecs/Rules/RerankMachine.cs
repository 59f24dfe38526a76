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
        var before = _rules.Counts;
        _rules.Apply(_list, count);
        output.Emit(new(value.User, _list.Count == 0 ? [] : _list.ToArray())
        {
            Session = value.Session,
            Explanations = value.Explanations.Count == 0 ? [] : Carry(value.Explanations),
            RuleCounts = [.. value.RuleCounts, .. ListRuleCount.Between(before, _rules.Counts)],
        });
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

    private RecommendationExplanation<TItem>?[] Carry(
        IReadOnlyList<RecommendationExplanation<TItem>?> explanations)
    {
        var byItem = new Dictionary<TItem, RecommendationExplanation<TItem>>();
        foreach (var each in explanations)
        {
            if (each is not null)
            {
                byItem[each.Item] = each;
            }
        }

        return [.. _list.Select(each => byItem.GetValueOrDefault(each.Item))];
    }
}
