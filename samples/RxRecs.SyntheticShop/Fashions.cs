namespace RxRecs.SyntheticShop;

/// <summary>
/// The items that rise and fall on purpose, the same share of the shop's attention moving from the one to the other:
/// what a trend should find. They are six of middling popularity, three of each (fewer in a shop of under twenty
/// items).
/// </summary>
public sealed class Fashions
{
    private const double Peak = 0.025;
    private const double Steepness = 3.5;
    private readonly int[] _rising;
    private readonly int[] _falling;

    public Fashions(Catalog catalog)
    {
        var middle = catalog.Items.Length / 10;
        var each = Math.Min(3, middle / 2);
        _rising = [.. Enumerable.Range(middle, each)];
        _falling = [.. Enumerable.Range(middle + each, each)];
        Rising = [.. _rising.Select(rank => catalog.Items[rank].Id)];
        Falling = [.. _falling.Select(rank => catalog.Items[rank].Id)];
    }

    /// <summary>The ids of the items that rise, from near nothing to over 1 % of all views each.</summary>
    public IReadOnlyList<long> Rising { get; }

    /// <summary>The ids of the items that fall the same way.</summary>
    public IReadOnlyList<long> Falling { get; }

    /// <summary>A fashionable item, or -1 for none this time.</summary>
    /// <param name="progress">How far the shop's time has gone, 0 to 1.</param>
    /// <param name="dice">The randomness.</param>
    public int Pick(double progress, Dice dice)
    {
        var rising = Peak * Math.Exp(-Steepness * (1 - progress));
        var falling = Peak * Math.Exp(-Steepness * progress);
        var place = dice.NextUnit();
        if (place < rising * _rising.Length)
        {
            return _rising[(int)(place / rising)];
        }

        place -= rising * _rising.Length;
        return place < falling * _falling.Length ? _falling[(int)(place / falling)] : -1;
    }
}
