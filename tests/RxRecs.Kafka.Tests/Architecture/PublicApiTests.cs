using RxRecs.Testing;

namespace RxRecs.Kafka.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsKafka_EqualsCommittedText() =>
        PublicApi.Check(typeof(KafkaSource).Assembly, Text("RxRecs.Kafka.txt"));

    [Test]
    public void PublicApi_OfRxRecsKafkaTesting_EqualsCommittedText() =>
        PublicApi.Check(typeof(EmbeddedBroker).Assembly, Text("RxRecs.Kafka.Testing.txt"));

    private static string Text(string name) =>
        Path.Combine(Repository.Root, "tests", "RxRecs.Kafka.Tests", "Architecture", "api", name);
}
