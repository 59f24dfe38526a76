using DynamicData;
using DynamicData.Kernel;
using RxRecs.Carts;

namespace RxRecs.DynamicData;

/// <summary>
/// Turns changes of carts into changes of their open lines; holds the open lines, as the carts themselves
/// do.
/// </summary>
internal sealed class CartDiff<TKey, TItem>
    where TKey : notnull
    where TItem : notnull
{
    private readonly Dictionary<TKey, Dictionary<TItem, OpenCartLine<TKey, TItem>>> _carts = [];

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

    private static void Update(
        OpenCartLine<TKey, TItem> line,
        OpenCartLine<TKey, TItem> old,
        ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (line != old)
        {
            changes.Add(new(ChangeReason.Update, (line.Key, line.Item), line, Optional.Some(old)));
        }
    }

    private void Set(
        CartChange<TKey, TItem> change, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (!_carts.TryGetValue(change.Key, out var cart))
        {
            _carts.Add(change.Key, cart = []);
        }

        var line = new OpenCartLine<TKey, TItem>(
            change.Key, change.Item!, change.Quantity, change.EventTime, IsAbandoned: false);
        if (cart.TryGetValue(line.Item, out var old))
        {
            Update(line, old, changes);
        }
        else
        {
            changes.Add(new(ChangeReason.Add, (line.Key, line.Item), line));
        }

        cart[line.Item] = line;
    }

    private void Remove(
        TKey key, TItem item, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (!_carts.TryGetValue(key, out var cart) || !cart.Remove(item, out var old))
        {
            return;
        }

        changes.Add(new(ChangeReason.Remove, (key, item), old));
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

        foreach (var (item, old) in cart.ToArray())
        {
            cart[item] = old with { IsAbandoned = abandoned };
            Update(cart[item], old, changes);
        }
    }

    private void Forget(TKey key, ChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> changes)
    {
        if (_carts.Remove(key, out var cart))
        {
            changes.AddRange(cart.Values.Select(line => new Change<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)>(
                ChangeReason.Remove, (key, line.Item), line)));
        }
    }
}
