using System.Reactive.Linq;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RxRecs.Kafka.Tests.Embedded;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Tests what happens to a topic while it is read, with the client's own settings: it is deleted, made anew, or grows.
/// Nothing is read on from a position of another topic, nothing is read by half, and nobody waits for ever.
/// </summary>
[Category("Broker")]
[Category("Slow")]
public sealed class TopicChangesTests
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    private static KafkaCluster Cluster => SharedCluster.Get();

    [Test]
    public void TopicDeleted_WhileItIsRead_IsAnErrorWithinConnectTimeout(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol,
        [Values] bool isQuietAskedFor)
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 2, 10);
        var end = isQuietAskedFor ? KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(3)) : KafkaEnd.Never;
        using var reader = new NumberReader(mode, Cluster.Settings, Options(topic, protocol) with { End = end });
        reader.Reaches(each => each.IsAtEnd);

        Delete(topic);

        reader.EndsWithout(topic, Cluster.Settings.ConnectTimeout);
    }

    [Test]
    public void TopicMadeAnew_WhileItIsRead_IsAnErrorAndNothingOfTheNewOneIsCommitted(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 2, 1_000);
        using var reader = new NumberReader(mode, Cluster.Settings, Options(topic, protocol));
        reader.Reaches(each => each.IsAtEnd);

        MakeAnew(topic, 2, 6_000);

        Assert.That(reader.End.Wait(Patience), Is.True, $"it goes on: {reader}");
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        var failure = (KafkaFailureException)reader.End.Result!;

        // A member that finds it missing in the moment in between says that.
        Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.DataExpired).Or.EqualTo(KafkaFailure.MissingTopic));
        Assert.That(failure.Message, Does.Contain($"'{topic}'"));
        if (protocol is not null)
        {
            Assert.That(Committed(topic), Is.All.LessThan(0));
        }
    }

    [Test]
    public void TopicMadeAnew_BeginAnewAskedFor_AllOfTheNewOneIsRead(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 2, 1_000);
        using var reader = new NumberReader(
            mode,
            Cluster.Settings,
            Options(topic, protocol) with
            {
                RestartOnNewTopic = true,
                End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(8)),
            });
        reader.Reaches(each => each.IsAtEnd);

        MakeAnew(topic, 2, 3_000, first: 10_000);

        Assert.That(reader.End.Wait(Patience), Is.True, $"it goes on: {reader}");
        Assert.That(reader.End.Result, Is.Null, reader.ToString());
        Assert.That(
            reader.Seen.Where(each => each >= 10_000).Distinct(), Is.EquivalentTo(Enumerable.Range(10_000, 3_000)));
    }

    [Test]
    public void TopicMadeAnew_BetweenTwoRunsWithAStore_IsAnErrorOrBeginsAnew()
    {
        var topic = Cluster.NewTopic(1);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, 1_000);
        var options = Options(topic, null) with
        {
            Store = new InMemorySnapshotStore(),
            Name = "sums",
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(500)),
        };
        Assert.That(Sums(options)[^1], Is.EqualTo((1_000, 499_500)));

        MakeAnew(topic, 1, 4_000);

        var failure = Assert.Throws<KafkaFailureException>(() => Sums(options));
        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.DataExpired));
        Assert.That(failure.Message, Does.Contain($"'{topic}'").And.Contain("RestartOnNewTopic"));

        var anew = Sums(options with { RestartOnNewTopic = true });
        Assert.That(anew.Select(each => each.Sum).Last(), Is.EqualTo(7_998_000));
        Assert.That(anew, Has.Count.EqualTo(4_000));
        Assert.That(anew.Select(each => each.Sequence), Is.Ordered.Ascending.And.All.GreaterThan(1_000));

        // From here on it is the topic whose state is saved.
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, 10, first: 4_000);
        var more = Sums(options);
        Assert.That(more, Has.Count.EqualTo(10));
        Assert.That(more[0], Is.EqualTo((anew[^1].Sequence + 1, 7_998_000 + 4_000)));
    }

    [Test]
    public void PartitionsAdded_WhileItIsRead_AreReadToo(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol,
        [Values] bool endsWithTask)
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 2, 1_000);
        var task = new TaskCompletionSource();
        var end = endsWithTask ? KafkaEnd.When(task.Task) : KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(4));
        using var reader = new NumberReader(
            mode, Cluster.Settings, Options(topic, protocol) with { End = end, IdleTimeout = TimeSpan.FromSeconds(1) });
        reader.Reaches(each => each.IsAtEnd);

        Cluster.Grow(topic, 4);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 4, 2_000, first: 1_000);
        task.SetResult();

        reader.CompletesWith(Enumerable.Range(0, 3_000));
    }

    [Test]
    public void PartitionsAdded_WithAStore_IsAnErrorThatSaysSo(
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 2, 100);
        using var reader = new NumberReader(
            ReadingMode.RunPartitions,
            Cluster.Settings,
            Options(topic, protocol) with { Store = new InMemorySnapshotStore(), Name = "state" });
        reader.Reaches(each => each.IsAtEnd);

        Cluster.Grow(topic, 4);

        Assert.That(reader.End.Wait(Patience), Is.True, $"it goes on: {reader}");
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        Assert.That(((KafkaFailureException)reader.End.Result!).Failure, Is.EqualTo(KafkaFailure.PartitionCount));
    }

    private static IReadOnlyList<(long Sequence, int Sum)> Sums(KafkaPipelineOptions options) =>
        [.. KafkaSource.RunPartitions(
                Cluster.Settings,
                options,
                TestTopic.Numbers,
                records => records.Select(each => each.Value).RunMachine(() => new SumMachine()))
            .ToList().Wait()
            .Select(each => (each.Sequence, each.Value))];

    private static void Delete(string topic)
    {
        using var topics = new KafkaTopics(Cluster.Settings);
        Assert.That(topics.DeleteAsync(topic).GetAwaiter().GetResult(), Is.True);
    }

    // As fast as that can be.
    private static void MakeAnew(string topic, int partitions, int numbers, int first = 0)
    {
        Delete(topic);
        using var admin = PlainClient.Admin(Cluster.Settings);
        Assert.That(
            Eventually.Is(
                () =>
                {
                    try
                    {
                        admin.CreateTopicsAsync([new() { Name = topic, NumPartitions = partitions }]).Wait();
                        return true;
                    }
                    catch (AggregateException error) when (error.InnerException is CreateTopicsException)
                    {
                        return false;
                    }
                },
                Patience),
            Is.True);
        TestTopic.WriteNumbers(Cluster.Settings, topic, partitions, numbers, first);
    }

    private static IEnumerable<long> Committed(string topic)
    {
        using var consumer = PlainClient.Consumer(Cluster.BootstrapServers, topic);
        return [.. consumer
            .Committed([new TopicPartition(topic, 0), new TopicPartition(topic, 1)], PlainClient.Patience)
            .Select(each => each.Offset.Value)];
    }

    private static KafkaPipelineOptions Options(string topic, KafkaGroupProtocol? protocol) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = protocol is null ? null : topic,
        GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
    };
}
