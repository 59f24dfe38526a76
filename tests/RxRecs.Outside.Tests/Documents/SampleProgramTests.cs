namespace RxRecs.Outside.Tests;

/// <summary>The programs that a newcomer reads first run as they stand, within the process of the test.</summary>
[NonParallelizable]
public sealed class SampleProgramTests
{
    [Test]
    public void AbandonedCarts_OverTheShop_AreInTheTopic() => Assert.That(
        Run("AbandonedCarts.cs"),
        Does.Contain("""{"User":500000027,"Items":[100005],"At":"2026-03-02T19:23:58"""));

    [Test]
    public void LiveRecommendations_StoppedInTheMiddle_GoOnBehindTheLastList()
    {
        var lines = Run("LiveRecommendations.cs").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines[0], Does.StartWith("301 user "));
        Assert.That(lines[^1], Is.EqualTo("600 user 500000043: 100015, 100007, 100030, 100022, 100013"));
        Assert.That(lines, Has.Length.EqualTo(300));
    }

    [Test]
    public void TrendingBrands_OverTheShop_PrintsEachChange() => Assert.That(
        Run("TrendingBrands.cs"), Does.Match(@"(?m)^03-02 12:00 (\w+ \d+ -> \d+(, )?){3}$"));

    [Test]
    public void CompareRecommenders_OverTheShop_PrintsRatesAndWhetherTheyDiffer()
    {
        var output = Run("CompareRecommenders.cs");

        Assert.That(output, Does.Match(@"(?m)^next item: hit rate 0\.\d+ \(0\.\d+ to 0\.\d+\)$"));
        Assert.That(output, Does.Contain("no difference that chance does not explain"));
    }

    private static string Run(string name)
    {
        var path = $"samples/{name}";

        // What begins with #: names projects, which the test has already.
        var code = File.ReadLines(Path.Combine(Repository.Root, path))
            .Where(static line => !line.StartsWith("#:", StringComparison.Ordinal));
        return new DocumentExample(path, 1, string.Join('\n', code), [], null).Run();
    }
}
