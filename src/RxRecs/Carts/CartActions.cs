namespace RxRecs;

/// <summary>
/// Tells what interactions do to a cart: selectors for <c>CartMinusPurchase</c> where its result is of your own making,
/// such as what lies in an abandoned cart.
/// </summary>
public static class CartActions
{
    /// <summary>Tells what a kind of interaction does to a cart.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The action: add, remove or purchase; none for a view.</returns>
    public static CartAction Of(InteractionKind kind) => kind switch
    {
        InteractionKind.Cart => CartAction.Add,
        InteractionKind.Remove => CartAction.Remove,
        InteractionKind.Purchase => CartAction.Purchase,
        _ => CartAction.None,
    };

    /// <summary>Tells what an interaction does to its user's cart.</summary>
    /// <param name="value">The interaction; one whose user is known.</param>
    /// <returns>The cart event.</returns>
    public static CartEvent<Id, Id> OfUser(Interaction value) =>
        new(value.User, value.Item, Of(value.Kind), value.Quantity);

    /// <summary>Tells what an interaction does to its session's cart.</summary>
    /// <param name="value">The interaction.</param>
    /// <returns>The cart event.</returns>
    /// <exception cref="ArgumentException">The interaction has no session.</exception>
    public static CartEvent<string, Id> OfSession(Interaction value) => new(
        value.Session ?? throw new ArgumentException("The interaction has no session; leave such out.", nameof(value)),
        value.Item,
        Of(value.Kind),
        value.Quantity);

    /// <summary>Tells whether an interaction does anything to a cart.</summary>
    internal static bool IsCartEvent(Interaction value) => Of(value.Kind) != CartAction.None;
}
