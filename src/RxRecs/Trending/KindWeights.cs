using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Tells how much each kind of interaction counts towards a trend: by default purchase 1 and cart 1. Taking something
/// out of the cart never counts.
/// </summary>
public sealed record KindWeights
{
    private readonly double _view;
    private readonly double _cart = 1;
    private readonly double _purchase = 1;

    /// <summary>Gives the usual weights: purchase 1, cart 1, the rest 0.</summary>
    public static KindWeights Default { get; } = new();

    /// <summary>Tells what a view counts, from 0 to 1,000,000 with six decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double View
    {
        get => _view;
        init => _view = Checked(value);
    }

    /// <summary>Tells what putting an item into the cart counts, from 0 to 1,000,000 with six decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Cart
    {
        get => _cart;
        init => _cart = Checked(value);
    }

    /// <summary>Tells what a purchase counts, from 0 to 1,000,000 with six decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Purchase
    {
        get => _purchase;
        init => _purchase = Checked(value);
    }

    /// <summary>Tells what an interaction counts: the weight selector of operators over interactions.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <returns>The weight of its kind; nothing for a return, whose quantity is negative.</returns>
    public double Of(Interaction interaction) => interaction.Quantity < 0 ? 0 : Of(interaction.Kind);

    /// <summary>Tells what a kind of interaction counts.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The weight of the kind.</returns>
    public double Of(InteractionKind kind) => kind switch
    {
        InteractionKind.View => View,
        InteractionKind.Cart => Cart,
        InteractionKind.Purchase => Purchase,
        _ => 0,
    };

    private static double Checked(double value, [CallerMemberName] string option = "") =>
        TrendWeight.FromUnits(TrendWeight.ToUnits(value, option));
}
