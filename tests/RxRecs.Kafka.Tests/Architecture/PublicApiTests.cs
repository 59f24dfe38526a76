using RxRecs.Testing;

namespace RxRecs.Kafka.Architecture;

public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfRxRecsKafka_EqualsCommittedText() =>
        PublicApi.Check(
            typeof(KafkaEvents).Assembly,
            Path.Combine(Repository.Root, "tests", "RxRecs.Kafka.Tests", "Architecture", "api", "RxRecs.Kafka.txt"));
}
