using DynamicData;
using DynamicData.Kernel;

namespace RxRecs.DynamicData;

/// <summary>
/// Turns changes of carts into changes of their open lines; holds what it told last of each line. A key or item that
/// comes spelled in another way, where the equality says that it is the same, keeps the spelling that was told.
/// </summary>
internal sealed class CartDiff<TKey, TItem>(
    IEqualityComparer<TKey>? keyEquality, IEqualityComparer<TItem>? itemEquality)
    where TKey : notnull
    where TItem : notnull
{
    // A cart without open lines is not kept.
    private readonly Dictionary<TKey, Dictionary<TItem, OpenCartLine<TKey, TItem>>> _carts = new(keyEquality);

    public IChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> Next(CartChange<TKey, TItem> change)
    {
        var changes = new ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)>();
        switch (change.Kind)
        {
            case CartChangeKind.Added or CartChangeKind.Reopened or CartChangeKind.QuantityChanged:
                Set(change, changes);
                break;
            case CartChangeKind.Removed or CartChangeKind.Purchased or CartChangeKind.Dropped:
                Remove(change.Key, change.Item!, changes);
                break;
            case CartChangeKind.Abandoned or CartChangeKind.AbandonCancelled:
                Mark(change.Key, change.Kind == CartChangeKind.Abandoned, changes);
                break;
            case CartChangeKind.Forgotten:
                Forget(change.Key, changes);
                break;
        }

        return changes;
    }

    private static void Replace(
        Dictionary<TItem, OpenCartLine<TKey, TItem>> cart,
        OpenCartLine<TKey, TItem> old,
        OpenCartLine<TKey, TItem> line,
        ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (line != old)
        {
            cart[old.Item] = line;
            changes.Add(new(ChangeReason.Update, (old.Key, old.Item), line, Optional.Some(old)));
        }
    }

    private void Set(
        CartChange<TKey, TItem> change, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        var line = new OpenCartLine<TKey, TItem>(
            change.Key, change.Item!, change.Quantity, change.EventTime, IsAbandoned: false);
        if (!_carts.TryGetValue(change.Key, out var cart))
        {
            _carts.Add(change.Key, cart = new(itemEquality));
        }
        else
        {
            line = line with { Key = cart.Values.First().Key };
        }

        if (cart.TryGetValue(line.Item, out var old))
        {
            Replace(cart, old, line with { Item = old.Item }, changes);
        }
        else
        {
            cart.Add(line.Item, line);
            changes.Add(new(ChangeReason.Add, (line.Key, line.Item), line));
        }
    }

    private void Remove(
        TKey key, TItem item, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (!_carts.TryGetValue(key, out var cart) || !cart.Remove(item, out var old))
        {
            return;
        }

        changes.Add(new(ChangeReason.Remove, (old.Key, old.Item), old));
        if (cart.Count == 0)
        {
            _carts.Remove(key);
        }
    }

    private void Mark(
        TKey key, bool abandoned, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (!_carts.TryGetValue(key, out var cart))
        {
            return;
        }

        foreach (var old in cart.Values.ToArray())
        {
            Replace(cart, old, old with { IsAbandoned = abandoned }, changes);
        }
    }

    private void Forget(TKey key, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (_carts.Remove(key, out var cart))
        {
            changes.AddRange(cart.Values.Select(line => new Change<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)>(
                ChangeReason.Remove, (line.Key, line.Item), line)));
        }
    }
}
