namespace RxRecs.SyntheticShop;

/// <summary>The settings of a synthetic shop. Equal settings give equal bytes.</summary>
public sealed record ShopSettings
{
    /// <summary>Data rows to make, the broken and the late ones among them.</summary>
    public long Rows { get; init; } = 100_000;

    /// <summary>Users; some come back daily, most once.</summary>
    public int Users { get; init; } = 20_000;

    /// <summary>Items; a few sell by themselves, most hardly at all.</summary>
    public int Items { get; init; } = 2_000;

    /// <summary>Days that the rows are spread over, quiet at night.</summary>
    public int Days { get; init; } = 7;

    /// <summary>Another seed is another shop.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of rows that arrive 2 to 20 hours after they happened, 0 to 1.</summary>
    public double Late { get; init; } = 0.002;

    /// <summary>Share of rows that no reader can make sense of, 0 to 1.</summary>
    public double Broken { get; init; } = 0.0005;

    /// <summary>Share of rows that are written twice, 0 to 1.</summary>
    public double Duplicates { get; init; } = 0.001;

    /// <summary>The first midnight, UTC: a Monday.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first midnight after the last row.</summary>
    public DateTimeOffset End => Start.AddDays(Days);
}
