using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Knows what is printed beside a list: what its user touched last, and how much lies in the cart.</summary>
internal sealed class KnownUsers
{
    private const int MostRemembered = 5;
    private readonly Dictionary<Id, LastItems<Id, Id>> _items;
    private readonly Dictionary<Id, LastItems<Id, string>> _brands;
    private readonly Dictionary<Id, CartChange<Id, Id>> _carts;

    /// <summary>Follows the users of a stream of events.</summary>
    /// <param name="run">The run that collects.</param>
    /// <param name="events">The events.</param>
    public KnownUsers(ShopRun run, IObservable<Interaction> events)
    {
        _items = run.KeepNewest(events.LastItemsPerUser(MostRemembered), last => last.Key);
        _brands = run.KeepNewest(
            events.LastBrandsPerUser(MostRemembered, new LastPerKeyOptions { Distinct = true }), last => last.Key);
        _carts = run.KeepNewest(
            events.CartMinusPurchasePerUser(new CartOptions { AllowedLateness = TimeSpan.Zero }),
            change => change.Key);
    }

    /// <summary>The users of whom an event was seen.</summary>
    public IReadOnlyCollection<Id> All => _items.Keys;

    public bool Knows(Id user) => _items.ContainsKey(user);

    /// <summary>Counts the different items that the user touched lately, up to five.</summary>
    public int ItemCount(Id user) => _items.TryGetValue(user, out var last) ? last.Items.Length : 0;

    /// <summary>Counts the items in the user's cart.</summary>
    public int CartCount(Id user) => _carts.GetValueOrDefault(user).OpenItems;

    /// <summary>Describes a user, to be said behind the id; says nothing of an unknown one.</summary>
    public string Describe(Id user)
    {
        var (last, brands) = (_items.GetValueOrDefault(user).Items, _brands.GetValueOrDefault(user).Items);
        return (last.IsDefaultOrEmpty ? "" : $", last {last.Join()}")
            + (brands.IsDefaultOrEmpty ? "" : $", brands {brands.Join()}")
            + (CartCount(user) is > 0 and var count ? $", {count} in the cart" : "");
    }
}
