using Confluent.Kafka;

namespace RxRecs.Kafka.Settings;

public sealed class KafkaErrorsTests
{
    private static readonly KafkaErrors Errors = new(new KafkaSettings { BootstrapServers = "b:9092" }, "shop");

    [TestCase(ErrorCode.Local_Transport, KafkaFailure.Unreachable, false, "b:9092")]
    [TestCase(ErrorCode.Local_AllBrokersDown, KafkaFailure.Unreachable, false, "b:9092")]
    [TestCase(ErrorCode.UnknownTopicOrPart, KafkaFailure.MissingTopic, false, "'t'")]
    [TestCase(ErrorCode.Local_UnknownTopic, KafkaFailure.MissingTopic, false, "'t'")]
    [TestCase(ErrorCode.Local_UnknownPartition, KafkaFailure.MissingTopic, false, "'t'")]
    [TestCase(ErrorCode.TopicAuthorizationFailed, KafkaFailure.NotAuthorized, true, "topic 't'")]
    [TestCase(ErrorCode.GroupAuthorizationFailed, KafkaFailure.NotAuthorized, true, "'shop'")]
    [TestCase(ErrorCode.Local_Authentication, KafkaFailure.NotAuthenticated, true, "credentials")]
    [TestCase(ErrorCode.Local_Ssl, KafkaFailure.NotAuthenticated, false, "TLS")]
    [TestCase(ErrorCode.UnsupportedVersion, KafkaFailure.BadSetting, true, "'t'")]
    [TestCase(ErrorCode.Local_AutoOffsetReset, KafkaFailure.DataExpired, true, "'t'")]
    [TestCase(ErrorCode.FencedInstanceId, KafkaFailure.Fenced, true, "'shop'")]
    [TestCase(ErrorCode.MsgSizeTooLarge, KafkaFailure.NotDelivered, false, "'t'")]
    [TestCase(ErrorCode.NotLeaderForPartition, KafkaFailure.Other, false, "'t'")]
    [TestCase(ErrorCode.RebalanceInProgress, KafkaFailure.Other, false, "'t'")]
    public void Translate_Code_NamesTheThing(ErrorCode code, KafkaFailure failure, bool isTerminal, string expected)
    {
        var translated = Errors.Translate(new Error(code), "t");
        Assert.That(translated.Failure, Is.EqualTo(failure));
        Assert.That(translated.Message, Does.Contain(expected).And.Contain(code.ToString()));
        Assert.That(KafkaErrors.IsTerminal(new Error(code)), Is.EqualTo(isTerminal));
    }

    [Test]
    public void IsTerminal_HandshakeCutOff_IsNot() =>
        Assert.That(
            KafkaErrors.IsTerminal(
                new Error(ErrorCode.Local_Authentication, "handshake failed: Broker transport failure")),
            Is.False);

    [Test]
    public void Translate_EveryCode_IsASentence()
    {
        foreach (var code in Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.NoError))
        {
            Assert.That(Errors.Translate(new Error(code)).Message, Does.Contain(". ("), code.ToString());
        }
    }
}
