namespace RxRecs.Tests.Trending;

/// <summary>Reports that a user's own tests make.</summary>
public sealed class TrendReportTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Constructor_Changes_SortsThemBestFirst()
    {
        var transition = new TrendTransition<string>(
            new TrendPeriod(0, 0, Start, Start.AddDays(1)),
            new TrendPeriod(1, 1, Start.AddDays(1), Start.AddDays(2)),
            TrendBasis.LastTransition,
            "change",
            [new("a", 1, 1, null), new("c", 1, 3, 2), new("b", 1, 3, 2)])
        {
            IsPartial = true,
        };
        var report = new TrendReport<string>(TrendReportStatus.Ready, transition, 2) { Rising = transition.Changes };

        Assert.That(report.Rising.Select(each => each.Item), Is.EqualTo(new[] { "b", "c", "a" }));
        Assert.That(
            report.Summary,
            Is.EqualTo(
                "Last bucket over the one before: 2020-01-02 00:00:00Z to 2020-01-03 00:00:00Z over "
                + "2020-01-01 00:00:00Z to 2020-01-02 00:00:00Z by change (partial)"));
    }

    [TestCase(TrendReportStatus.Ready)]
    [TestCase(TrendReportStatus.Partial)]
    public void Constructor_NothingCompared_MustSaySo(TrendReportStatus status)
    {
        Assert.That(() => new TrendReport<string>(status, null, 0), Throws.ArgumentException);
        Assert.That(
            new TrendReport<string>(TrendReportStatus.NotEnoughData, null, 1).Summary,
            Is.EqualTo("Insufficient data to compute trending: 1 whole bucket, 2 needed."));
    }
}
