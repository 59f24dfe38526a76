using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Represents the weight of each kind of interaction in a trend. The default is purchase 1 and cart 1. Taking something
/// out of the cart never counts.
/// </summary>
public sealed record KindWeights
{
    private readonly double _view;
    private readonly double _cart = 1;
    private readonly double _purchase = 1;

    /// <summary>Gets the usual weights: purchase 1, cart 1, the rest 0.</summary>
    public static KindWeights Default { get; } = new();

    /// <summary>Gets the weight of a view, from 0 to 1,000,000 with six decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double View
    {
        get => _view;
        init => _view = Checked(value);
    }

    /// <summary>Gets the weight of putting an item into the cart, from 0 to 1,000,000 with six decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Cart
    {
        get => _cart;
        init => _cart = Checked(value);
    }

    /// <summary>Gets the weight of a purchase, from 0 to 1,000,000 with six decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public double Purchase
    {
        get => _purchase;
        init => _purchase = Checked(value);
    }

    /// <summary>Returns the weight of an interaction: the weight selector of operators over interactions.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <returns>The weight of its kind; nothing for a return, whose quantity is negative.</returns>
    public double Of(Interaction interaction) => interaction.Quantity < 0 ? 0 : Of(interaction.Kind);

    /// <summary>Returns the weight of a kind of interaction.</summary>
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
