using RxRecs.Testing;

namespace RxRecs.Sqlite.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsSqlite_EqualsCommittedText() => PublicApi.Check(
        typeof(SqliteResultStore).Assembly,
        Path.Combine(Repository.Root, "tests", "RxRecs.Sqlite.Tests", "Architecture", "api", "RxRecs.Sqlite.txt"));

    [Test]
    public void PublicTypes_OfRxRecsSqlite_AreNamedInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "results.md"));
        Assert.That(
            typeof(SqliteResultStore).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0])
                .Where(name => !guide.Contains($"`{name}", StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void Options_HostileValue_IsRefusedUnderTheOptionsOwnName() =>
        Assert.That(OptionNames.Misnamed(typeof(SqliteResultStore).Assembly), Is.Empty);
}
