namespace RxRecs.Shop.Input;

/// <summary>Orders events of one instant by kind alone: view, cart, remove, purchase. Logs at a grain of a second hold
/// such events in any order, and what lies in a cart must not depend on it.</summary>
internal sealed class KindOrder : IComparer<Interaction>
{
    public static KindOrder Instance { get; } = new();

    public int Compare(Interaction x, Interaction y) => x.Kind - y.Kind;
}
