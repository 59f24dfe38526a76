namespace RxRecs.Machines;

/// <summary>Provides the last items of a key, wherever they are kept.</summary>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface ILastItems<in TKey, TItem>
{
    /// <summary>Returns the last items of a key, newest first.</summary>
    /// <param name="key">The key.</param>
    /// <returns>A view that is valid until the next event or until another key is asked for; empty where the key is not
    /// known.</returns>
    ReadOnlySpan<TItem> Newest(TKey key);
}
