using RxRecs.Testing;

namespace RxRecs.Postgres.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsPostgres_EqualsCommittedText() => PublicApi.Check(
        typeof(PostgresResultStore).Assembly,
        Path.Combine(Repository.Root, "tests", "RxRecs.Postgres.Tests", "Architecture", "api", "RxRecs.Postgres.txt"));

    [Test]
    public void PublicTypes_OfRxRecsPostgres_AreNamedInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "postgres.md"));
        Assert.That(
            typeof(PostgresResultStore).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0])
                .Where(name => !guide.Contains($"`{name}", StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void Options_HostileValue_IsRefusedUnderTheOptionsOwnName() =>
        Assert.That(OptionNames.Misnamed(typeof(PostgresResultStore).Assembly), Is.Empty);
}
