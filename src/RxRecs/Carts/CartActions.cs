namespace RxRecs;

/// <summary>
/// Provides selectors of what interactions do to a cart, for <c>CartMinusPurchase</c> where its result is of your own
/// making, such as what lies in an abandoned cart.
/// </summary>
public static class CartActions
{
    /// <summary>Returns what a kind of interaction does to a cart.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The action: add, remove or purchase; none for a view.</returns>
    public static CartAction Of(InteractionKind kind) => kind switch
    {
        InteractionKind.Cart => CartAction.Add,
        InteractionKind.Remove => CartAction.Remove,
        InteractionKind.Purchase => CartAction.Purchase,
        _ => CartAction.None,
    };

    /// <summary>Returns what an interaction does to its user's cart.</summary>
    /// <param name="value">The interaction.</param>
    /// <returns>The cart event.</returns>
    /// <exception cref="ArgumentException">The interaction has no user.</exception>
    public static CartEvent<Id, Id> OfUser(Interaction value) => new(
        !value.User.IsNone
            ? value.User
            : throw new ArgumentException("The interaction has no user; leave such out with Where.", nameof(value)),
        value.Item,
        Of(value.Kind),
        value.Quantity);

    /// <summary>Returns what an interaction does to its session's cart.</summary>
    /// <param name="value">The interaction.</param>
    /// <returns>The cart event.</returns>
    /// <exception cref="ArgumentException">The interaction has no session.</exception>
    public static CartEvent<string, Id> OfSession(Interaction value) => new(
        value.Session ?? throw new ArgumentException(
            "The interaction has no session; leave such out with Where.", nameof(value)),
        value.Item,
        Of(value.Kind),
        value.Quantity);

    /// <summary>Tells whether an interaction does anything to a cart.</summary>
    internal static bool IsCartEvent(Interaction value) => Of(value.Kind) != CartAction.None;
}
