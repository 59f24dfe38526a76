namespace RxRecs;

/// <summary>What interactions do to a cart.</summary>
internal static class CartActions
{
    public static CartAction Of(InteractionKind kind) => kind switch
    {
        InteractionKind.Cart => CartAction.Add,
        InteractionKind.Remove => CartAction.Remove,
        InteractionKind.Purchase => CartAction.Purchase,
        _ => CartAction.None,
    };

    public static CartEvent<Id, Id> OfUser(Interaction value) =>
        new(value.User, value.Item, Of(value.Kind), value.Quantity);

    public static CartEvent<string, Id> OfSession(Interaction value) =>
        new(value.Session!, value.Item, Of(value.Kind), value.Quantity);
}
