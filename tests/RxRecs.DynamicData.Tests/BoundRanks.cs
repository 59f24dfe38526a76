using DynamicData;
using DynamicData.Binding;

namespace RxRecs.DynamicData.Tests;

internal static class BoundRanks
{
    /// <summary>Binds ranked entries by rank; for the binary search by rank, then key.</summary>
    public static BoundViews<Ranked<TEntry>, TKey> Bind<TEntry, TKey>(
        IObservable<IChangeSet<Ranked<TEntry>, TKey>> changes, Func<TEntry, TKey> keySelector)
        where TKey : notnull =>
        new(
            changes,
            SortExpressionComparer<Ranked<TEntry>>.Ascending(each => each.Rank),
            Comparer<Ranked<TEntry>>.Create((left, right) =>
                (left.Rank, keySelector(left.Entry)).CompareTo((right.Rank, keySelector(right.Entry)))));
}
