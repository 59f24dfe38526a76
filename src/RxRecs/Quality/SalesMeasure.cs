namespace RxRecs.Analytics;

/// <summary>Specifies what sales are ranked by.</summary>
public enum SalesMeasure
{
    /// <summary>Pieces sold.</summary>
    Pieces,

    /// <summary>Revenue: pieces times price.</summary>
    Revenue,
}
