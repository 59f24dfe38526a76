using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RxRecs.Kafka.Embedded;

/// <summary>
/// Makes things go wrong in an embedded broker, for tests. Each call has taken effect when it returns, which takes
/// up to a second where no client talks to the cluster: its thread can miss a wake-up that comes just after another. A
/// broker that does not exist, or a topic, is an <see cref="InvalidOperationException"/>.
/// </summary>
/// <param name="cluster">The cluster.</param>
internal sealed class MockFaults(MockClusterHandle cluster)
{
    /// <summary>Stands for every broker in place of a broker's id.</summary>
    public const int AllBrokers = -1;

    /// <summary>Stands for no broker in place of a broker's id: the partition has no leader.</summary>
    public const int NoBroker = -1;

    /// <summary>Fails the next requests of a kind, whichever broker gets them, one per error and in their order;
    /// <see cref="ErrorCode.Local_Transport"/> breaks the connection.</summary>
    public void FailNext(KafkaRequest request, params ReadOnlySpan<ErrorCode> errors) =>
        NativeMockCluster.PushErrors(cluster, (short)request, (nuint)errors.Length, errors);

    /// <summary>Forgets the failures of a kind of request that are still to come.</summary>
    public void StopFailing(KafkaRequest request) => NativeMockCluster.ClearErrors(cluster, (short)request);

    /// <summary>
    /// Must be held while this process starts another, which has copies of all sockets for a moment, so that a
    /// listener which <see cref="SetDown"/> closes goes on listening, its port cannot be bound again, and librdkafka
    /// ends the process.
    /// </summary>
    public static Lock ProcessStarts { get; } = new();

    /// <summary>Breaks a broker's connections and refuses new ones; its partitions keep it as their leader.</summary>
    public void SetDown(int broker = AllBrokers)
    {
        lock (ProcessStarts)
        {
            Check(NativeMockCluster.SetDown(cluster, broker));
        }
    }

    /// <summary>Lets a broker listen again, at the same port.</summary>
    public void SetUp(int broker = AllBrokers) => Check(NativeMockCluster.SetUp(cluster, broker));

    /// <summary>Delays every answer of a broker.</summary>
    public void SetRoundTrip(TimeSpan delay, int broker = AllBrokers) =>
        Check(NativeMockCluster.SetRoundTrip(cluster, broker, Milliseconds(delay)));

    /// <summary>Makes a broker with that id; partitions are dealt out anew.</summary>
    public void AddBroker(int broker) => Check(NativeMockCluster.AddBroker(cluster, broker));

    /// <summary>Removes a broker for good, and its connections; its partitions go to others.</summary>
    public void Decommission(int broker) => Check(NativeMockCluster.Decommission(cluster, broker));

    /// <summary>Leaves a broker out of the metadata but keeps its connections; its partitions go to others.</summary>
    public void HideBroker(int broker) => Check(NativeMockCluster.HideBroker(cluster, broker));

    /// <summary>Moves a partition to a leader, or to <see cref="NoBroker"/>.</summary>
    public void SetLeader(string topic, int partition, int broker) =>
        Check(NativeMockCluster.SetLeader(cluster, topic, partition, broker));

    /// <summary>Lets a partition be read from a follower.</summary>
    public void SetFollower(string topic, int partition, int broker) =>
        Check(NativeMockCluster.SetFollower(cluster, topic, partition, broker));

    /// <summary>Moves a consumer group to a coordinator.</summary>
    public void SetCoordinator(string group, int broker) =>
        Check(NativeMockCluster.SetCoordinator(cluster, "group", group, broker));

    /// <summary>Deletes a topic.</summary>
    public void DeleteTopic(string topic) => Check(NativeMockCluster.DeleteTopic(cluster, topic));

    /// <summary>Answers requests for a topic's metadata with an error;
    /// <see cref="ErrorCode.NoError"/> ends that.</summary>
    public void SetTopicError(string topic, ErrorCode error) =>
        NativeMockCluster.SetTopicError(cluster, topic, error);

    /// <summary>Deletes the records before an offset, as a broker's retention does.</summary>
    public void DeleteRecords(string topic, int partition, long beforeOffset) =>
        Check(NativeMockCluster.DeleteRecords(cluster, topic, partition, beforeOffset));

    /// <summary>Tells how long a member of a group of the new protocol may be silent; 30 s unless told.</summary>
    public void SetGroupSession(TimeSpan timeout) =>
        NativeMockCluster.SetGroupSession(cluster, Milliseconds(timeout));

    /// <summary>Tells how often members of a group of the new protocol report; 3 s unless told.</summary>
    public void SetGroupHeartbeat(TimeSpan interval) =>
        NativeMockCluster.SetGroupHeartbeat(cluster, Milliseconds(interval));

    /// <summary>Tells how long a classic group waits for more members before its first round; 0 unless told.</summary>
    public void SetInitialRebalanceDelay(TimeSpan delay) =>
        NativeMockCluster.SetInitialRebalanceDelay(cluster, Milliseconds(delay));

    /// <summary>Begins to note every request.</summary>
    public void StartTracking() => NativeMockCluster.StartTracking(cluster);

    /// <summary>Stops noting requests and forgets those noted so far.</summary>
    public void StopTracking() => NativeMockCluster.StopTracking(cluster);

    /// <summary>Forgets the requests noted so far.</summary>
    public void ClearRequests() => NativeMockCluster.ClearRequests(cluster);

    /// <summary>The requests noted so far, oldest first.</summary>
    public MockRequest[] Requests()
    {
        var array = NativeMockCluster.GetRequests(cluster, out var count);
        if (array == 0)
        {
            return [];
        }

        try
        {
            var requests = new MockRequest[(int)count];
            for (var i = 0; i < requests.Length; i++)
            {
                var request = Marshal.ReadIntPtr(array, i * nint.Size);
                requests[i] = new MockRequest(
                    NativeMockCluster.RequestBroker(request),
                    (KafkaRequest)NativeMockCluster.RequestKind(request),
                    NativeMockCluster.RequestMicroseconds(request));
            }

            return requests;
        }
        finally
        {
            NativeMockCluster.DestroyRequests(array, count);
        }
    }

    private static int Milliseconds(TimeSpan time) => checked((int)time.TotalMilliseconds);

    private static void Check(ErrorCode error)
    {
        if (error != ErrorCode.NoError)
        {
            throw new InvalidOperationException($"The embedded broker refused: {error.GetReason()}.");
        }
    }
}
