namespace RxRecs.Tests.Trending;

/// <summary>Describes transitions in words.</summary>
internal static class TrendInsights
{
    /// <summary>
    /// Describes each item in order of time: <c>rises bucket 0-&gt;1 (0.5), falls 1-&gt;2
    /// (-0.5)</c>.
    /// </summary>
    /// <param name="transitions">The transitions, oldest first; partial ones are left out.</param>
    /// <param name="minChange">By how much a count must have changed for the change to be told.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The items that rise or fall, lower item first, with their sentence and whether they do both.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="transitions"/> is null.</exception>
    public static IReadOnlyList<TrendInsight<TItem>> Describe<TItem>(
        IEnumerable<TrendTransition<TItem>> transitions, double minChange = 0)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(transitions);
        var whole = transitions.Where(transition => !transition.IsPartial).ToList();
        return
        [
            .. whole
                .SelectMany(transition => transition.Changes, (transition, change) => (transition, change))
                .Where(step => step.change.Now != step.change.Before)
                .Where(step => Math.Abs(step.change.Now - step.change.Before) >= minChange)
                .GroupBy(step => step.change.Item)
                .OrderBy(steps => steps.Key, whole.Count == 0 ? null : whole[0].ItemOrder)
                .Select(steps => new TrendInsight<TItem>(
                    steps.Key,
                    steps.Any(step => step.change.Now > step.change.Before),
                    steps.Any(step => step.change.Now < step.change.Before),
                    string.Join(
                        ", ", steps.Select((step, i) => Sentence(step.transition, step.change, first: i == 0))))),
        ];
    }

    private static string Sentence<TItem>(TrendTransition<TItem> transition, TrendChange<TItem> change, bool first)
        where TItem : notnull =>
        $"{(change.Now > change.Before ? "rises" : "falls")} {(first ? "bucket " : "")}" +
        $"{transition.Before.LastIndex}->{transition.Now.LastIndex} " +
        $"({(change.Score is { } score ? $"{score:R}" : "new")})";
}
