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
}
