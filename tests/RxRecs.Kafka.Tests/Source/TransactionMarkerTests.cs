using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Source;

/// <summary>
/// The marker that a transaction leaves at the end of a partition has an offset but is no record. The embedded broker
/// writes it without a checksum.
/// </summary>
public sealed class TransactionMarkerTests : BrokerTests
{
    private const int Numbers = 10;

    [Test]
    public async Task EndsWithATask_PartitionEndsWithAMarkerThatHasBeenPassed_Completes()
    {
        var topic = NewTopic(1);
        WriteInTransaction(topic);

        var settings = Settings with { Client = new Dictionary<string, string> { ["check.crcs"] = "false" } };
        var inputOver = new TaskCompletionSource();
        var options = TestTopic.FromBeginningToEnd(topic) with
        {
            End = KafkaEnd.When(inputOver.Task),
            Progress = new OnProgress(each => _ = each.IsAtEnd && inputOver.TrySetResult()),
        };

        var read = await KafkaSource
            .FromTopics(settings, options with { Scheduler = NewThreadScheduler.Default }, TestTopic.Numbers)
            .Select(each => each.Value).ToList().ToTask().WaitAsync(Patience);

        Assert.That(read, Is.EqualTo(Enumerable.Range(0, Numbers)));
    }

    [Test]
    public void FromTopics_BatchWithAWrongChecksum_IsAnErrorThatNamesItAndNoEnd()
    {
        var topic = NewTopic(1);
        WriteInTransaction(topic);
        var seen = new List<int>();

        var run = KafkaSource.FromTopics(Settings, TestTopic.FromBeginningToEnd(topic), TestTopic.Numbers)
            .Select(each => each.Value).Do(seen.Add).Timeout(Patience);

        Assert.That(
            () => run.Wait(),
            Throws.TypeOf<KafkaFailureException>()
                .With.Property(nameof(KafkaFailureException.Failure)).EqualTo(KafkaFailure.DamagedData)
                .And.Message.Contains("'events'").And.Message.Contains("offset 10"));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, Numbers)));
    }

    private void WriteInTransaction(string topic)
    {
        using var producer = PlainClient.Producer(Settings.BootstrapServers, ("transactional.id", "writer"));
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        for (var number = 0; number < Numbers; number++)
        {
            producer.Produce(
                new TopicPartition(topic, 0), TestTopic.Record(Encoding.UTF8.GetBytes($"{number}")));
        }

        producer.CommitTransaction(Patience);
    }
}
