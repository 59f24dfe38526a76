namespace RxRecs.Tests.Trending;

/// <summary>The rises and falls of one item over several transitions.</summary>
/// <param name="Item">The item.</param>
/// <param name="Rises">Whether it rises in any of them.</param>
/// <param name="Falls">Whether it falls in any of them.</param>
/// <param name="Text">The same in words, in order of time, with the scores.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed record TrendInsight<TItem>(TItem Item, bool Rises, bool Falls, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"Product {Item} {Text}.";
}
