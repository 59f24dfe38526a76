namespace RxRecs.Shop.Reports;

/// <summary>A cart after a change.</summary>
/// <param name="Change">What happened to it last.</param>
/// <param name="Lines">What lies in it.</param>
/// <typeparam name="TKey">Whose it is.</typeparam>
internal sealed record CartView<TKey>(CartChange<TKey, Id> Change, CartLine<Id>[] Lines)
{
    public string Changed => $"{Change.EventTime:yyyy-MM-dd HH:mm}";

    public bool IsAbandoned => Change.Kind == CartChangeKind.Abandoned;
}
