using RxRecs.Testing;

namespace RxRecs.Hosting.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsHosting_EqualsCommittedText() => PublicApi.Check(
        typeof(RxRecsPipeline).Assembly,
        Path.Combine(Repository.Root, "tests", "RxRecs.Hosting.Tests", "Architecture", "api", "RxRecs.Hosting.txt"));

    [Test]
    public void PublicTypes_AreNamedInTheGuide()
    {
        var inCode = File.ReadLines(Path.Combine(Repository.Root, "docs", "hosting.md"))
            .SelectMany(line => line.Split('`').Where((_, n) => n % 2 == 1)).ToHashSet();
        Assert.That(
            typeof(RxRecsPipeline).Assembly.GetExportedTypes()
                .Select(type => type.Name).Where(name => !inCode.Contains(name)),
            Is.Empty);
    }

    [Test]
    public void Settings_AreNamedInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "hosting.md"));
        Assert.That(
            typeof(RxRecsSettings).GetProperties().Select(each => each.Name)
                .Where(name => !guide.Contains($"`{name}`", StringComparison.Ordinal)),
            Is.Empty);
    }
}
