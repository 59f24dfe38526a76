using RxRecs.Recommenders;

namespace RxRecs.SyntheticShop;

/// <summary>
/// Plans what the shop states of its items: all prices at the start, and on every day a few that fall or rise, and
/// items that sell out and come back hours later. The same settings give the same changes.
/// </summary>
public sealed class ItemPlan
{
    private const int DropsPerDay = 6;
    private const int RisesPerDay = 3;
    private const int SoldOutPerDay = 4;
    private const int SecondsPerDay = 86_400;

    private readonly ShopSettings _settings;
    private readonly Catalog _catalog;
    private readonly Dice _dice;
    private readonly decimal[] _prices;

    public ItemPlan(ShopSettings settings)
    {
        _settings = settings;
        _catalog = new Catalog(settings);
        _dice = new Dice(Dice.Mix((ulong)settings.Seed, 3));
        _prices = [.. _catalog.Items.Select(item => item.Cents / 100m)];
        Changes = [.. Make().OrderBy(change => change.EventTime)];
    }

    /// <summary>The changes, in the order of their times.</summary>
    public IReadOnlyList<ItemChange<Id>> Changes { get; }

    /// <summary>Gives the number of prices that fall.</summary>
    public int Drops { get; private set; }

    /// <summary>Gives the number of times that an item is sold out and comes back.</summary>
    public int Returns { get; private set; }

    private IEnumerable<ItemChange<Id>> Make()
    {
        for (var rank = 0; rank < _prices.Length; rank++)
        {
            yield return Priced(rank, _settings.Start);
        }

        for (var day = 0; day < _settings.Days; day++)
        {
            // Hour after hour, so that a price is that of the change before it.
            for (var number = 0; number < DropsPerDay + RisesPerDay; number++)
            {
                var rank = _catalog.PickAnywhere(_dice);
                var falls = number % ((DropsPerDay + RisesPerDay) / RisesPerDay) != 0;
                Drops += falls ? 1 : 0;
                _prices[rank] = decimal.Round(_prices[rank] * (falls ? 0.9m : 1.15m), 2);
                yield return Priced(rank, At(day, 8 + number));
            }

            for (var number = 0; number < SoldOutPerDay; number++)
            {
                var (item, from) = (_catalog.Items[_catalog.PickAnywhere(_dice)].Id, At(day, 6 + number));
                Returns++;
                yield return new(item, from) { IsInStock = false };
                yield return new(item, from.AddHours(_dice.Next(2, 12))) { IsInStock = true };
            }
        }
    }

    private DateTimeOffset At(int day, int hour) =>
        _settings.Start.AddSeconds((day * SecondsPerDay) + (hour * 3600L) + _dice.Next(0, 3600));

    private ItemChange<Id> Priced(int rank, DateTimeOffset time) =>
        new(_catalog.Items[rank].Id, time) { Price = _prices[rank] };
}
