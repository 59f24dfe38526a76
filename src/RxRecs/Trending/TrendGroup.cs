namespace RxRecs;

/// <summary>What trends within one group of items, such as a brand.</summary>
/// <param name="Group">The group.</param>
/// <param name="Report">Its items.</param>
/// <typeparam name="TGroup">The groups' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record TrendGroup<TGroup, TItem>(TGroup Group, TrendReport<TItem> Report)
    where TItem : notnull;
