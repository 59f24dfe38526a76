using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Shop.Tests.Generation;

/// <summary>Counts triggers with lists and loops, over all events of a user or an item at once.</summary>
internal sealed class PlainTriggers(
    List<Interaction> arrived, IReadOnlyList<ItemChange<Id>> changes, TimeSpan coolDown)
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(1);
    private readonly List<Interaction> _events = [.. arrived.OrderBy(each => each.EventTime)];

    public List<Trigger<Id, Id>> Count() =>
        [.. Carts().Concat(Items()).GroupBy(each => (each.Kind, each.User)).SelectMany(Told)];

    private IEnumerable<Trigger<Id, Id>> Carts()
    {
        var end = _events[^1].EventTime;
        foreach (var user in _events.Where(each => each.Kind != InteractionKind.View).GroupBy(each => each.User))
        {
            var (open, last, isLeft) = (new List<Id>(), default(DateTimeOffset), false);
            foreach (var each in user)
            {
                if (each.Kind != InteractionKind.Cart
                    && (open.Count == 0 || (each.Kind == InteractionKind.Remove && !open.Contains(each.Item))))
                {
                    continue;
                }

                if (open.Count > 0 && last + Gap <= each.EventTime)
                {
                    yield return new(TriggerKind.CartAbandoned, user.Key, [.. open], last + Gap);
                    yield return new(TriggerKind.CartRecovered, user.Key, [each.Item], each.EventTime);
                }

                open.Remove(each.Item);
                if (each.Kind == InteractionKind.Cart)
                {
                    open.Add(each.Item);
                }

                (last, isLeft) = (each.EventTime, open.Count > 0);
            }

            if (isLeft && last + Gap <= end)
            {
                yield return new(TriggerKind.CartAbandoned, user.Key, open, last + Gap);
            }
        }
    }

    private IEnumerable<Trigger<Id, Id>> Items()
    {
        foreach (var item in changes.GroupBy(each => each.Item))
        {
            var (price, inStock) = (default(decimal?), true);
            foreach (var change in item)
            {
                var (priceNow, inStockNow) = (change.Price ?? price, change.IsInStock ?? inStock);
                foreach (var user in inStockNow ? Interested(change) : [])
                {
                    if (priceNow < price)
                    {
                        yield return new(TriggerKind.PriceDropped, user, [item.Key], change.EventTime)
                        {
                            PriceBefore = price,
                            Price = priceNow,
                        };
                    }

                    if (!inStock)
                    {
                        yield return new(TriggerKind.BackInStock, user, [item.Key], change.EventTime);
                    }
                }

                (price, inStock) = (priceNow, inStockNow);
            }
        }
    }

    private IEnumerable<Id> Interested(ItemChange<Id> change) => _events
        .Where(each => each.Item == change.Item
            && each.EventTime <= change.EventTime
            && each.Kind != InteractionKind.Remove)
        .GroupBy(each => each.User)
        .Where(each => each.Last().Kind != InteractionKind.Purchase)
        .Select(each => each.Key);

    private IEnumerable<Trigger<Id, Id>> Told(IEnumerable<Trigger<Id, Id>> ofAUserAndKind)
    {
        var (last, suppressed) = (DateTimeOffset.MinValue, 0);
        foreach (var each in ofAUserAndKind.OrderBy(each => each.EventTime))
        {
            if (each.EventTime - last < coolDown)
            {
                suppressed++;
                continue;
            }

            yield return each with { Suppressed = suppressed };
            (last, suppressed) = (each.EventTime, 0);
        }
    }
}
