using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Records were deleted before they were read: an error that says so, or, by option, what is left.</summary>
public sealed class ExpiryTests : BrokerTests
{
    private const string Topic = "events";

    [Test]
    public void Start_PositionIsDeletedAndNothingIsSaid_IsAnError([Values] ReadingMode mode)
    {
        NewTopic(1, 100, Topic);
        Broker.Faults.DeleteRecords(Topic, 0, 70);
        using var reader = new NumberReader(mode, Settings, Options(goesOn: false));

        Assert.That(reader.End.Wait(Patience), Is.True, reader.ToString());
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        Assert.That(((KafkaFailureException)reader.End.Result!).Failure, Is.EqualTo(KafkaFailure.DataExpired));
    }

    [Test]
    public void Start_PositionIsDeletedAndItShallGoOn_ReadsWhatIsLeftAndSaysHowManyAreNot(
        [Values(70, 100)] int deleted,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        foreach (var mode in Enum.GetValues<ReadingMode>())
        {
            var topic = $"{Topic}-{mode}";
            NewTopic(1, 100, topic);
            Broker.Faults.DeleteRecords(topic, 0, deleted);
            using var reader = new NumberReader(mode, Settings, Options(goesOn: true, topic) with
            {
                Group = protocol is null ? null : topic,
                GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
            });

            reader.CompletesWith(Enumerable.Range(deleted, 100 - deleted));
            Assert.That(
                reader.HasHeard(
                    $"{deleted - 10} records of {topic}[0] were deleted before they were read, from offset 10"),
                Is.True,
                reader.ToString());
        }
    }

    private static KafkaPipelineOptions Options(bool goesOn, string topic = Topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.From([new TopicPartitionOffset(topic, 0, 10)]),
        End = KafkaEnd.EndOfTopic,
        ContinueAfterExpiry = goesOn,
    };
}
