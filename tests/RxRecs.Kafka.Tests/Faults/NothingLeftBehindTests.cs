using System.Reactive.Linq;
using System.Runtime.InteropServices;
using RxRecs.Checkpoints;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>The client library's threads end with the runs that they belong to, however these end.</summary>
[NonParallelizable]
public sealed partial class NothingLeftBehindTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void Runs_EndInEachWay_LeaveNoThreadOfTheClient()
    {
        var before = ClientThreads();
        using (var broker = EmbeddedBroker.Start())
        {
            broker.CreateTopic("events", 2);
            TestTopic.WriteNumbers(broker.Settings, "events", 2, 100);
            var options = new KafkaPipelineOptions
            {
                Topics = ["events"],
                Start = KafkaStart.Beginning,
                EndOfTopic = EndOfTopic.Complete,
                Store = new InMemorySnapshotStore(),
            };
            for (var run = 0; run < 5; run++)
            {
                _ = KafkaEvents.FromTopics(broker.Settings, options, TestTopic.Numbers).ToList().Wait();
                _ = KafkaEvents.FromTopics(broker.Settings, options, TestTopic.Numbers).Take(3).ToList().Wait();
                Assert.That(
                    () => KafkaEvents.RunPartitions<int, int>(
                        broker.Settings, options, TestTopic.Numbers, _ => throw new InvalidDataException()).Wait(),
                    Throws.TypeOf<InvalidDataException>());
                Assert.That(
                    () => KafkaEvents.FromTopics(broker.Settings, options with { Topics = ["none"] }, TestTopic.Numbers).Wait(),
                    Throws.TypeOf<KafkaFailureException>());
            }
        }

        Assert.That(
            SpinWait.SpinUntil(() => ClientThreads() <= before, Patience),
            Is.True,
            $"{ClientThreads()} threads, {before} before");
    }

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_thread_cnt")]
    private static partial int ClientThreads();
}
