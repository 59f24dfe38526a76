using RxRecs.Analytics;
using RxRecs.Recommenders;
using Input = RxRecs.Machines.EventOrChange<RxRecs.Interaction, RxRecs.Recommenders.ItemChange<RxRecs.Id>>;

namespace RxRecs.Tests.Triggers;

/// <summary>Triggers by the book: inputs in order, and all that has been is looked through again for each.</summary>
internal sealed class TriggersModel(TriggerOptions options)
{
    private readonly List<Interaction> _past = [];
    private readonly Dictionary<Id, List<Id>> _carts = [];
    private readonly Dictionary<Id, (DateTimeOffset Time, bool Told)> _lastChange = [];
    private readonly Dictionary<(TriggerKind Kind, Id User), (DateTimeOffset Time, int Suppressed)> _told = [];
    private readonly Dictionary<Id, (decimal? Price, bool Stock, bool Visible)> _items = [];
    private readonly List<string> _results = [];

    public List<string> Run(IEnumerable<Input> inputs)
    {
        var all = inputs.ToList();
        var end = all.Where(one => !one.IsChange).Select(one => one.Event.EventTime).DefaultIfEmpty().Max();
        foreach (var one in all)
        {
            var time = one.IsChange ? one.Change.EventTime : one.Event.EventTime;
            Abandon(time < end ? time : end);
            if (one.IsChange)
            {
                Take(one.Change);
            }
            else
            {
                Take(one.Event);
            }
        }

        return _results;
    }

    private void Abandon(DateTimeOffset now)
    {
        foreach (var (user, cart) in _carts.Where(pair => pair.Value.Count > 0)
            .OrderBy(pair => _lastChange[pair.Key].Time).ThenBy(pair => pair.Key))
        {
            var end = _lastChange[user].Time + options.AbandonAfter!.Value;
            if (!_lastChange[user].Told && end <= now)
            {
                _lastChange[user] = (_lastChange[user].Time, true);
                Tell(new Trigger<Id, Id>(TriggerKind.CartAbandoned, user, cart.ToArray(), end));
            }

            if (_lastChange[user].Time + options.InterestWindow <= now)
            {
                cart.Clear();
            }
        }
    }

    private void Take(Interaction value)
    {
        _past.Add(value);
        _carts.TryAdd(value.User, []);
        var cart = _carts[value.User];
        var isKnown = cart.Count > 0;
        var changes = value.Kind switch
        {
            InteractionKind.Cart => true,
            InteractionKind.Remove => cart.Contains(value.Item),
            InteractionKind.Purchase => isKnown,
            _ => false,
        };
        if (!changes)
        {
            return;
        }

        if (isKnown && _lastChange[value.User].Told)
        {
            Tell(new Trigger<Id, Id>(TriggerKind.CartRecovered, value.User, [value.Item], value.EventTime));
        }

        cart.Remove(value.Item);
        _lastChange[value.User] = (value.EventTime, false);
        if (value.Kind == InteractionKind.Cart)
        {
            cart.Insert(0, value.Item);
        }
    }

    private void Take(ItemChange<Id> change)
    {
        var before = _items.GetValueOrDefault(change.Item, (null, true, true));
        var now = (change.Price ?? before.Price, change.IsInStock ?? before.Stock, change.IsVisible ?? before.Visible);
        _items[change.Item] = now;
        if (now is not (_, true, true))
        {
            return;
        }

        foreach (var (kind, isSo) in new[]
        {
            (TriggerKind.PriceDropped, now.Item1 < before.Price), (TriggerKind.BackInStock, !before.Stock),
        })
        {
            foreach (var user in isSo ? Interested(change) : [])
            {
                Tell(new Trigger<Id, Id>(kind, user, [change.Item], change.EventTime)
                {
                    PriceBefore = kind == TriggerKind.PriceDropped ? before.Price : null,
                    Price = kind == TriggerKind.PriceDropped ? now.Item1 : null,
                });
            }
        }
    }

    private IEnumerable<Id> Interested(ItemChange<Id> change) =>
        from one in _past
        where one.Item == change.Item && one.Kind != InteractionKind.Remove
        group one by one.User into events
        let last = events.Last()
        where last.Kind != InteractionKind.Purchase && last.EventTime >= change.EventTime - options.InterestWindow
        orderby last.EventTime descending
        select events.Key;

    private void Tell(Trigger<Id, Id> trigger)
    {
        var key = (trigger.Kind, trigger.User);
        var (time, suppressed) = _told.GetValueOrDefault(key, (DateTimeOffset.MinValue, 0));
        if (trigger.EventTime - time < options.CoolDown)
        {
            _told[key] = (time, suppressed + 1);
            return;
        }

        _told[key] = (trigger.EventTime, 0);
        _results.Add(TriggersTests.Described(trigger with { Suppressed = suppressed }));
    }
}
