namespace RxRecs.SyntheticShop;

/// <summary>
/// The users' behaviour: one visit after the other. A user has a favourite category and two favourite brands in it,
/// looks at items that belong together, puts some into the cart, takes some out again, buys now, at the next visit, or
/// never.
/// </summary>
public sealed class ShopVisits(ShopSettings settings, Catalog catalog, Fashions fashions, Dice dice)
{
    private const double Loyalty = 0.45;
    private const double StaysInCategory = 0.5;
    private const double LooksAgain = 0.12;
    private const double GoesOn = 0.78;
    private const double PutsIntoCart = 0.2;
    private const double TakesOut = 0.15;
    private const double Buys = 0.45;
    private const double BuysLater = 0.35;
    private const int MostViews = 40;

    private readonly SkewedChoice _users = new(settings.Users, exponent: 0.8, flatness: 20);
    private readonly Dictionary<int, List<int>> _openCarts = [];
    private readonly List<ShopRow> _rows = [];
    private long _clock;
    private int _user;
    private Guid _session;

    /// <summary>Makes one visit.</summary>
    /// <param name="start">When it starts, in seconds from the first midnight.</param>
    /// <param name="progress">How far the shop's time has gone, 0 to 1.</param>
    /// <returns>What happens in it, in order; valid until the next visit.</returns>
    public List<ShopRow> Visit(long start, double progress)
    {
        _rows.Clear();
        _clock = start;
        _user = _users.Pick(dice);
        _session = NewSession();
        _openCarts.TryGetValue(_user, out var cart);
        cart ??= [];
        if (cart.Count > 0 && dice.Happens(BuysLater))
        {
            Buy(cart);
        }

        LookAround(cart, progress);
        if (cart.Count > 0 && dice.Happens(Buys))
        {
            Buy(cart);
        }

        KeepCart(cart);
        return _rows;
    }

    private void LookAround(List<int> cart, double progress)
    {
        var item = PickFirst(progress);
        for (var views = 1; views <= MostViews; views++)
        {
            Happen(InteractionKind.View, item);
            if (dice.Happens(PutsIntoCart) && !cart.Contains(item))
            {
                Happen(InteractionKind.Cart, item);
                cart.Add(item);
            }
            else if (cart.Count > 0 && dice.Happens(TakesOut))
            {
                Happen(InteractionKind.Remove, cart[0]);
                cart.RemoveAt(0);
            }

            if (!dice.Happens(GoesOn))
            {
                break;
            }

            item = PickNext(item, progress);
        }
    }

    private void Buy(List<int> cart)
    {
        foreach (var item in cart)
        {
            Happen(InteractionKind.Purchase, item);
        }

        cart.Clear();
    }

    private void KeepCart(List<int> cart)
    {
        if (cart.Count > 0)
        {
            _openCarts[_user] = cart;
        }
        else
        {
            _openCarts.Remove(_user);
        }
    }

    private void Happen(InteractionKind kind, int item)
    {
        _rows.Add(new ShopRow(_clock, kind, item, _user, _session));
        _clock += dice.Next(3, 75);
    }

    private int PickNext(int item, double progress)
    {
        if (dice.Happens(LooksAgain))
        {
            return _rows[dice.Next(0, _rows.Count)].Rank;
        }

        return dice.Happens(StaysInCategory)
            ? catalog.PickWithin(catalog.Items[item].Category, dice)
            : PickFirst(progress);
    }

    private int PickFirst(double progress)
    {
        var fashionable = fashions.Pick(progress, dice);
        if (fashionable >= 0)
        {
            return fashionable;
        }

        return dice.Happens(Loyalty) ? PickFavourite() : catalog.PickAnywhere(dice);
    }

    private int PickFavourite()
    {
        var taste = Dice.Mix((ulong)settings.Seed, (ulong)_user);
        var category = (int)(taste % (ulong)Catalog.Categories.Length);
        var place = (int)((taste >> 32) % 5);
        var item = catalog.PickWithin(category, dice);
        for (var tries = 0; tries < 3 && !IsBrand(item, category, place); tries++)
        {
            item = catalog.PickWithin(category, dice);
        }

        return item;
    }

    private bool IsBrand(int item, int category, int place)
    {
        var brand = catalog.Items[item].Brand;
        return brand == Catalog.BrandOf(category, place) || brand == Catalog.BrandOf(category, place + 1);
    }

    private Guid NewSession()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, dice.NextBits());
        BitConverter.TryWriteBytes(bytes[8..], dice.NextBits());
        return new Guid(bytes, bigEndian: true);
    }
}
