namespace RxRecs.SyntheticShop;

/// <summary>
/// The items that the shop sells, most popular first, each in one category and mostly of one brand.
/// </summary>
public sealed class Catalog
{
    private const int BrandsPerCategory = 6;
    private const double NoBrand = 0.1;
    private const double NoPath = 0.2;

    private readonly int[][] _byCategory;
    private readonly SkewedChoice _everywhere;
    private readonly SkewedChoice[] _within;

    public Catalog(ShopSettings settings)
    {
        var dice = new Dice(Dice.Mix((ulong)settings.Seed, 1));
        Items = new CatalogItem[settings.Items];
        var ids = ShuffledIds(settings.Items, dice);
        for (var rank = 0; rank < Items.Length; rank++)
        {
            Items[rank] = MakeItem(ids[rank], dice);
        }

        _everywhere = new SkewedChoice(Items.Length, exponent: 1.0, flatness: 8);
        _byCategory = [.. Categories.Select((_, category) => RanksIn(category))];
        _within = [.. _byCategory.Select(Popularity)];
    }

    /// <summary>The categories: path, and the usual price in the shop's currency.</summary>
    public static (string Path, int Price)[] Categories { get; } =
    [
        ("electronics.smartphone", 420), ("electronics.audio.headphone", 80), ("electronics.camera", 350),
        ("electronics.clocks", 140), ("computers.notebook", 900), ("computers.peripherals.mouse", 30),
        ("computers.components.memory", 75), ("appliances.kitchen.kettle", 40),
        ("appliances.kitchen.coffee_machine", 260),
        ("appliances.iron", 45), ("appliances.environment.vacuum", 190), ("furniture.living_room.sofa", 700),
        ("furniture.bedroom.bed", 480), ("apparel.shoes", 70), ("apparel.shirt", 25), ("apparel.jacket", 110),
        ("kids.toys", 20), ("kids.carriage", 210), ("sport.bicycle", 380), ("sport.tennis", 60),
        ("auto.accessories.player", 90), ("garden.tools.mower", 310), ("books.novel", 12), ("beauty.care", 9),
    ];

    /// <summary>Every brand; a category draws on the six that start at its place.</summary>
    public static string[] Brands { get; } =
    [
        "acorn", "bluefin", "corvo", "delmar", "estrel", "fjord", "galio", "hexa", "indra", "jovial", "kestrel",
        "lumen",
        "marlo", "nordic", "oakley", "pavo", "quill", "rondo", "solis", "tambo", "umbra", "vantage", "willow", "xenon",
        "yonder", "zephyr", "amber", "birch", "cinder",
    ];

    public CatalogItem[] Items { get; }

    /// <summary>The brand that a category knows at a place from 0 to 5.</summary>
    public static string BrandOf(int category, int place) => Brands[(category + place) % Brands.Length];

    /// <summary>An item from the whole shop.</summary>
    public int PickAnywhere(Dice dice) => _everywhere.Pick(dice);

    /// <summary>An item of a category, or from the whole shop if the category is empty.</summary>
    public int PickWithin(int category, Dice dice)
    {
        var ranks = _byCategory[category];
        return ranks.Length == 0 ? PickAnywhere(dice) : ranks[_within[category].Pick(dice)];
    }

    private static long[] ShuffledIds(int count, Dice dice)
    {
        var ids = new long[count];
        for (var i = 0; i < count; i++)
        {
            var other = dice.Next(0, i + 1);
            ids[i] = ids[other];
            ids[other] = 100_001 + i;
        }

        return ids;
    }

    private static CatalogItem MakeItem(long id, Dice dice)
    {
        var category = dice.Next(0, Categories.Length);
        var brand = dice.Happens(NoBrand) ? null : BrandOf(category, dice.Next(0, BrandsPerCategory));
        var cents = (int)(Categories[category].Price * 100 * (0.4 + (1.4 * dice.NextUnit() * dice.NextUnit())));
        return new CatalogItem(id, category, !dice.Happens(NoPath), brand, cents);
    }

    private static SkewedChoice Popularity(int[] ranks) => new(Math.Max(1, ranks.Length), exponent: 1.0, flatness: 2);

    private int[] RanksIn(int category) =>
        [.. Enumerable.Range(0, Items.Length).Where(i => Items[i].Category == category)];
}
