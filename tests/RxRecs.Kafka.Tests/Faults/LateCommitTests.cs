using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// The client library sends a commit that a coordinator has refused once more, after a while, and does not keep it
/// from overtaking: a commit made since is then undone.
/// </summary>
public sealed class LateCommitTests : BrokerTests
{
    private const string Group = "group";

    [TestCase(ErrorCode.GroupCoordinatorNotAvailable)]
    [TestCase(ErrorCode.GroupLoadInProgress)]
    public void Close_WithACommitThatIsTriedAgain_LeavesTheNewerOneOrTells(ErrorCode refusal)
    {
        NewTopic(1, numbers: 10);
        Broker.Faults.StartTracking();
        Broker.Faults.FailNext(KafkaRequest.OffsetCommit, refusal);
        var notices = new ConcurrentQueue<string>();
        var writing = Task.CompletedTask;
        using var cancel = new CancellationTokenSource();

        var run = KafkaSource
            .FromTopics(
                Settings with { Client = Backoff },
                Options(notices),
                TestTopic.Numbers,
                cancellationToken: cancel.Token)
            .Do(each =>
            {
                if (each.Value == 9)
                {
                    writing = Task.Run(WriteMoreAfterTheFirstCommit);
                }
                else if (each.Value == 19)
                {
                    cancel.Cancel();
                }
            });

        run.Wait();
        Assert.That(writing.Wait(Patience), Is.True);
        Assert.That(
            notices.Any(each => each.Contains("undone a newer one", StringComparison.Ordinal)) || Committed() == 20,
            "records would come again without a word");
    }

    private static Dictionary<string, string> Backoff => new()
    {
        ["retry.backoff.ms"] = "400",
        ["retry.backoff.max.ms"] = "400",
    };

    private static KafkaSourceOptions Options(ConcurrentQueue<string> notices) => new()
    {
        Topics = ["events"],
        Start = KafkaStart.Beginning,
        Group = Group,
        CommitInterval = TimeSpan.FromMilliseconds(50),
        Notices = Observer.Create<KafkaNotice>(each => notices.Enqueue(each.Text)),
    };

    private void WriteMoreAfterTheFirstCommit()
    {
        Eventually.Is(
            () => Broker.Faults.Requests().Any(each => each.Kind == KafkaRequest.OffsetCommit), Patience);
        TestTopic.WriteNumbers(Settings, "events", 1, 10, first: 10);
    }

    private long Committed()
    {
        using var consumer = PlainClient.Consumer(Settings.BootstrapServers, Group);
        return consumer.Committed([new TopicPartition("events", 0)], Patience).Single().Offset;
    }
}
