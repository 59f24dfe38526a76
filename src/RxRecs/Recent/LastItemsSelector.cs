namespace RxRecs;

/// <summary>
/// Makes a result from a key's last items without allocating. The span is a view on scratch memory that the next
/// event overwrites; the compiler does not let it escape.
/// </summary>
/// <param name="key">The key whose list has changed.</param>
/// <param name="newestFirst">Its items, newest first; empty when the key has left: evicted, or all its items too
/// old.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
/// <returns>The result.</returns>
public delegate TResult LastItemsSelector<in TKey, TItem, out TResult>(TKey key, ReadOnlySpan<TItem> newestFirst);
