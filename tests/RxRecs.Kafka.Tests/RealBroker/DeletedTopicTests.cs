using System.Buffers;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A topic is deleted, or made anew with fewer partitions, while it is read or written: that is an error that says so,
/// with both group protocols and without a group, also where the broker only takes the partitions away.
/// </summary>
[Category("Broker")]
public sealed class DeletedTopicTests
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    private static KafkaCluster Cluster => SharedCluster.Get();

    [Test]
    [Category("Slow")]
    public void TopicDeleted_WhileItIsRead_IsAnErrorThatSaysSo(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 2, 10);
        using var reader = new NumberReader(mode, Settings, Options(topic, protocol));
        reader.Reaches(each => each.IsAtEnd);

        Delete(topic);

        reader.EndsWithout(topic);
    }

    // Of an empty one, or the reader's position in it would be gone.
    [Test]
    [Category("Slow")]
    public void TopicMadeAnew_WithFewerPartitions_IsAnErrorThatSaysSo(
        [Values(ReadingMode.FromTopics, ReadingMode.HandleAsync)] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        var topic = Cluster.NewTopic(2);
        using var reader = new NumberReader(mode, Settings, Options(topic, protocol));
        reader.Reaches(each => each.IsAtEnd);

        Delete(topic);
        using var topics = new KafkaTopics(Cluster.Settings);
        topics.EnsureAsync(new KafkaTopic(topic, 1)).GetAwaiter().GetResult();

        reader.EndsWithout(topic);
    }

    [Test]
    public void TopicDeleted_WhileItIsWritten_IsAnErrorThatSaysSo()
    {
        var topic = Cluster.NewTopic(2);
        using var sink = new KafkaSink<int>(Settings, new KafkaSinkOptions<int>
        {
            Topic = topic,
            Write = static (value, writer) => writer.Write(KafkaKey.Of(value)),
        });
        sink.OnNext(1);
        sink.Flush();

        Delete(topic);

        // What the broker takes before it has heard of the deletion is confirmed, and a record under way just then is
        // only known not to have been delivered.
        KafkaFailureException? failure = null;
        Assert.That(Eventually.Is(() => (failure = Failure(() => Write(sink))) is not null, Patience), Is.True);
        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.MissingTopic).Or.EqualTo(KafkaFailure.NotDelivered));
        Assert.That(failure.Message, Does.Contain($"'{topic}'"));

        static void Write(KafkaSink<int> sink)
        {
            sink.OnNext(2);
            sink.Flush();
        }
    }

    private static KafkaFailureException? Failure(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (KafkaFailureException failure)
        {
            return failure;
        }
    }

    private static void Delete(string topic)
    {
        using var topics = new KafkaTopics(Cluster.Settings);
        Assert.That(topics.DeleteAsync(topic).GetAwaiter().GetResult(), Is.True);

        // The controller answers before the brokers know.
        Assert.That(Eventually.Is(() => topics.FindAsync(topic).GetAwaiter().GetResult() is null, Patience), Is.True);
    }

    // A topic that is missing is let pass for half a minute by default.
    private static KafkaSettings Settings => Cluster.Settings with
    {
        Client = new Dictionary<string, string> { ["topic.metadata.propagation.max.ms"] = "100" },
    };

    private static KafkaPipelineOptions Options(string topic, KafkaGroupProtocol? protocol) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = protocol is null ? null : topic,
        GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
    };
}
