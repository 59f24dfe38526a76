namespace RxRecs.SyntheticShop;

/// <summary>Counts what a generator has made so far, which a reader of its rows should find.</summary>
/// <param name="Rows">Data rows.</param>
/// <param name="Late">Whole rows that came more than an hour behind a row before them.</param>
/// <param name="Broken">Rows that cannot be read.</param>
/// <param name="Duplicates">Whole rows that repeat the row before them.</param>
public readonly record struct ShopTally(long Rows, long Late, long Broken, long Duplicates);
