namespace RxRecs.Kafka.Architecture;

public sealed class OptionNamesTests
{
    [Test]
    public void Options_HostileValue_IsRefusedUnderTheOptionsOwnName() =>
        Assert.That(OptionNames.Misnamed(typeof(KafkaSource).Assembly), Is.Empty);

    [Test]
    public void Options_NoneOfAnEnumsValues_IsRefused() =>
        Assert.That(OptionNames.TakingAnyNumber(typeof(KafkaSource).Assembly), Is.Empty);
}
