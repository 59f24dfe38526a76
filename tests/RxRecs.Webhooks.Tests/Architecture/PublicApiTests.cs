using RxRecs.Testing;

namespace RxRecs.Webhooks.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsWebhooks_EqualsCommittedText() => PublicApi.Check(
        typeof(WebhookSecret).Assembly,
        Path.Combine(Repository.Root, "tests", "RxRecs.Webhooks.Tests", "Architecture", "api", "RxRecs.Webhooks.txt"));

    [Test]
    public void PublicTypes_OfRxRecsWebhooks_AreNamedInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "webhooks.md"));
        Assert.That(
            typeof(WebhookSecret).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0])
                .Where(name => !guide.Contains($"`{name}", StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void Options_HostileValue_IsRefusedUnderTheOptionsOwnName() =>
        Assert.That(OptionNames.Misnamed(typeof(WebhookSecret).Assembly), Is.Empty);

    [Test]
    public void Instruments_OfRxRecsWebhooks_AreInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "telemetry.md"));
        Assert.That(
            typeof(WebhookTelemetry).GetFields().Select(field => (string)field.GetRawConstantValue()!)
                .Where(name => !guide.Contains($"`{name}`", StringComparison.Ordinal)),
            Is.Empty);
    }
}
