using RxRecs.Testing;

namespace RxRecs.Csv.Tests.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsCsv_EqualsCommittedText() =>
        PublicApi.Check(typeof(ShopEvents).Assembly, Text("RxRecs.Csv.txt"));

    [Test]
    public void PublicTypes_OfRxRecsCsv_AreTheOnesThatTheDocumentLists()
    {
        var section = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"))
            .ReplaceLineEndings("\n").Split("\n### RxRecs.Csv\n")[1].Split("\n#")[0];
        var listed = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split('`').Where((_, place) => place % 2 == 1));

        Assert.That(
            listed,
            Is.EquivalentTo(typeof(ShopEvents).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0])));
    }

    private static string Text(string name) =>
        Path.Combine(Repository.Root, "tests", "RxRecs.Csv.Tests", "Architecture", "api", name);
}
