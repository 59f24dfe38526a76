namespace RxRecs.SyntheticShop;

/// <summary>
/// The interactions of a synthetic shop, one after another and without end: what a live shop would send. In each round
/// of <see cref="ShopSettings.Rows"/> interactions other items rise and fall.
/// </summary>
/// <param name="settings">What the shop is like; nothing is late, broken or twice.</param>
public sealed class SyntheticVisits(ShopSettings settings)
{
    private readonly Catalog _catalog = new(settings);

    /// <summary>Makes interactions.</summary>
    /// <param name="run">Another number gives other visits of the same shop.</param>
    /// <returns>The interactions, in the order in which they arrive; without end.</returns>
    public IEnumerable<Interaction> Make(long run)
    {
        for (var round = 0L; ; round++)
        {
            var dice = new Dice(Dice.Mix((ulong)settings.Seed, Dice.Mix((ulong)run, (ulong)round)));
            var visits = new ShopVisits(settings, _catalog, new Fashions(_catalog), dice);
            var left = settings.Rows;
            foreach (var row in new ShopArrivals(settings with { Late = 0 }, visits, dice).Rows())
            {
                if (left-- == 0)
                {
                    break;
                }

                yield return ToInteraction(row);
            }
        }
    }

    private Interaction ToInteraction(ShopRow row)
    {
        var item = _catalog.Items[row.Rank];
        return new(settings.Start.AddSeconds(row.Seconds), row.Kind, ShopRowFormat.FirstUser + row.User, item.Id)
        {
            Session = row.Session.ToString(),
            Category = ShopRowFormat.FirstCategory + item.Category,
            CategoryPath = item.HasPath ? Catalog.Categories[item.Category].Path : null,
            Brand = item.Brand,
            Price = item.Cents / 100m,
        };
    }
}
