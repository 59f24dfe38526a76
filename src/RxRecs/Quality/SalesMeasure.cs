namespace RxRecs.Analytics;

/// <summary>Tells what sales are ranked by.</summary>
public enum SalesMeasure
{
    /// <summary>Pieces sold.</summary>
    Pieces,

    /// <summary>Revenue: pieces times price.</summary>
    Revenue,
}
