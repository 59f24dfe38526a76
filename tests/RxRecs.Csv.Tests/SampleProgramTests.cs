namespace RxRecs.Csv.Tests;

/// <summary>The programs that a newcomer reads first run as they stand, and each is read in a minute.</summary>
[NonParallelizable]
public sealed class SampleProgramTests
{
    private static IEnumerable<string> Programs =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(Path.GetFileName)!;

    [TestCaseSource(nameof(Programs))]
    public void Program_Lines_AreAtMostSixty(string name) =>
        Assert.That(File.ReadAllLines(Path.Combine(Repository.Root, "samples", name)), Has.Length.AtMost(60));

    [Test]
    public void TrendingBrands_OverTheShop_PrintsEachChange() => Assert.That(
        SampleProgram.Run("TrendingBrands.cs"), Does.Match(@"(?m)^03-02 12:00 (\w+ \d+ -> \d+(, )?){3}$"));

    [Test]
    [Category("Slow")]
    public void AbandonedCarts_OverTheShop_AreInTheTopic() => Assert.That(
        SampleProgram.Run("AbandonedCarts.cs"),
        Does.Contain("""{"User":500000027,"Items":[100005],"At":"2026-03-02T19:23:58"""));

    [Test]
    [Category("Slow")]
    public void LiveRecommendations_StoppedInTheMiddle_GoOnBehindTheLastList()
    {
        var lines = SampleProgram.Run("LiveRecommendations.cs").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines[0], Does.StartWith("301 user "));
        Assert.That(lines[^1], Is.EqualTo("600 user 500000043: 100015, 100007, 100030, 100022, 100013"));
        Assert.That(lines, Has.Length.EqualTo(300));
    }

    [Test]
    public void CompareRecommenders_OverTheShop_PrintsRatesAndWhetherTheyDiffer()
    {
        var output = SampleProgram.Run("CompareRecommenders.cs");

        Assert.That(output, Does.Match(@"(?m)^next item: hit rate 0\.\d+ \(0\.\d+ to 0\.\d+\)$"));
        Assert.That(output, Does.Contain("no difference that chance does not explain"));
    }
}
