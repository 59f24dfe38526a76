using System.Collections.Concurrent;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Every error at every kind of request: nothing hangs, nothing is lost, order is kept, and what ends with an error
/// says which. The table of outcomes is in the test's output.
/// </summary>
public sealed class FaultMatrixTests
{
    private const int AtATime = 3;

    private static readonly ErrorCode[] Errors =
    [
        ErrorCode.Local_Transport, ErrorCode.Unknown, ErrorCode.OffsetOutOfRange, ErrorCode.InvalidMsg,
        ErrorCode.UnknownTopicOrPart, ErrorCode.LeaderNotAvailable, ErrorCode.NotLeaderForPartition,
        ErrorCode.RequestTimedOut, ErrorCode.BrokerNotAvailable, ErrorCode.NetworkException,
        ErrorCode.GroupLoadInProgress, ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.NotCoordinatorForGroup,
        ErrorCode.NotEnoughReplicas, ErrorCode.IllegalGeneration, ErrorCode.UnknownMemberId,
        ErrorCode.RebalanceInProgress, ErrorCode.TopicAuthorizationFailed, ErrorCode.GroupAuthorizationFailed,
        ErrorCode.FencedInstanceId, ErrorCode.KafkaStorageError,
    ];

    // A broker never answers a member of the new protocol so; the library calls these fatal without a name.
    private static readonly ErrorCode[] NeverSentToMembers =
        [ErrorCode.Unknown, ErrorCode.IllegalGeneration, ErrorCode.RebalanceInProgress];

    // One that goes by, one that sends the client elsewhere, one for good.
    private static readonly ErrorCode[] FewErrors =
        [ErrorCode.Local_Transport, ErrorCode.NotCoordinatorForGroup, ErrorCode.TopicAuthorizationFailed];

    private static readonly string[] RequestNames =
    [
        nameof(KafkaRequest.Produce), nameof(KafkaRequest.Fetch), nameof(KafkaRequest.ListOffsets),
        nameof(KafkaRequest.Metadata), nameof(KafkaRequest.OffsetCommit), nameof(KafkaRequest.OffsetFetch),
        nameof(KafkaRequest.FindCoordinator), nameof(KafkaRequest.InitProducerId),
        nameof(KafkaRequest.ConsumerGroupHeartbeat), nameof(KafkaRequest.JoinGroup), nameof(KafkaRequest.SyncGroup),
        nameof(KafkaRequest.Heartbeat), nameof(KafkaRequest.LeaveGroup),
    ];

    [TestCaseSource(nameof(RequestNames))]
    public void Request_FailsWithAFewErrors_NothingIsLostAndNothingHangs(string request) => Run(request, FewErrors);

    [Category("Slow")]
    [TestCaseSource(nameof(RequestNames))]
    public void Request_FailsWithEachError_NothingIsLostAndNothingHangs(string request) => Run(request, Errors);

    [TestCase(5)]
    [TestCase(50)]
    [TestCase(100, Category = "Slow")]
    [TestCase(200, Category = "Slow")]
    public void RoundTrip_OfAnyLength_NothingIsLostAndNothingHangs(int milliseconds)
    {
        using var one = new FaultCase(
            KafkaRequest.Fetch, ErrorCode.NoError)
        { RoundTrip = TimeSpan.FromMilliseconds(milliseconds) };
        Assert.That(one.Run(), Is.Null);
        Assert.That(one.Endings, Is.EqualTo("recovered"));
    }

    private static void Run(string requestName, IReadOnlyCollection<ErrorCode> errors)
    {
        var request = Enum.Parse<KafkaRequest>(requestName);
        var problems = new List<string>();
        var open = new ConcurrentQueue<ErrorCode>(errors);
        Task.WaitAll([.. Enumerable.Range(0, AtATime).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (open.TryDequeue(out var error))
                {
                    using var one = new FaultCase(request, error);
                    var problem = one.Run();
                    lock (problems)
                    {
                        TestContext.Out.WriteLine(
                            $"{request,-22} {error,-28} {one.Endings,-40} {one.Slowest.TotalSeconds,5:0.0} s, "
                            + $"asked {one.Asked}x");
                        if (problem is not null)
                        {
                            problems.Add($"{error}: {problem}");
                        }

                        if (one.Endings.Contains(nameof(KafkaFailure.Other), StringComparison.Ordinal)
                            && !(request == KafkaRequest.ConsumerGroupHeartbeat && NeverSentToMembers.Contains(error)))
                        {
                            problems.Add($"{error}: {one.Endings} names no kind of failure");
                        }
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
        Assert.That(problems, Is.Empty);
    }
}
