using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka;

/// <summary>
/// Runs a broker inside this process, for demos and tests: the mock cluster that librdkafka brings along. It listens on
/// the loopback interface, speaks Kafka's own protocol to any client, and is gone with all its records when disposed.
/// </summary>
/// <remarks>
/// <para>
/// Good for: producing, idempotent producing, consuming, consumer groups of both protocols, committed offsets, topics
/// that are made when first asked for (with 4 partitions).
/// </para>
/// <para>
/// Not good for: much data (a partition keeps 5 MiB or 100,000 batches and drops the oldest), anything exactly-once
/// (transactions are acknowledged but neither isolated nor fenced, and their offsets are not stored), finding an offset
/// by time, retention, compaction, TLS, permissions, and making topics through a Kafka client. Each fetch brings one
/// batch per partition, so its throughput says nothing of a real broker's. In a group of the classic protocol each
/// member after the first waits for nearly the session timeout, 45 s unless told; with <c>group.protocol=consumer</c>
/// it does not.
/// </para>
/// <para>Members are safe to use from several threads; after disposal they throw
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class EmbeddedBroker : IDisposable
{
    private const int MaxBrokers = 16;
    private const int MaxReplicas = 3;
    private const int MaxTopicLength = 249;
    private readonly MockClusterHandle _cluster;
    private readonly int _replicas;

    private EmbeddedBroker(MockClusterHandle cluster, int brokers)
    {
        _cluster = cluster;
        _replicas = Math.Min(brokers, MaxReplicas);
        BootstrapServers = cluster.BootstrapServers;
        Faults = new MockFaults(cluster);
    }

    /// <summary>
    /// Gets the addresses at which the brokers listen: one <c>127.0.0.1:port</c> per broker, separated by commas.
    /// </summary>
    public string BootstrapServers { get; }

    /// <summary>Gets the settings that reach it.</summary>
    public KafkaSettings Settings => new() { BootstrapServers = BootstrapServers };

    /// <summary>Tells what can be made to go wrong.</summary>
    internal MockFaults Faults { get; }

    /// <summary>Starts a cluster; it answers when this returns.</summary>
    /// <param name="brokers">The number of brokers, 1 to 16; their ids count from 1.</param>
    /// <returns>The running cluster.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too few brokers or too many.</exception>
    /// <exception cref="KafkaFailureException">The native library could not start it; the message has its
    /// words.</exception>
    public static EmbeddedBroker Start(int brokers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(brokers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, MaxBrokers);
        return new EmbeddedBroker(MockClusterHandle.Start(brokers), brokers);
    }

    /// <summary>Makes a topic.</summary>
    /// <param name="name">The topic's name: up to 249 letters (a to z), digits, dots, underscores and hyphens.</param>
    /// <param name="partitions">The number of partitions, at least 1.</param>
    /// <exception cref="ArgumentException">A real broker would not accept the name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no partitions.</exception>
    /// <exception cref="InvalidOperationException">There is such a topic.</exception>
    public void CreateTopic(string name, int partitions)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        if (!IsTopicName(name))
        {
            throw new ArgumentException($"'{name}' cannot be the name of a topic.", nameof(name));
        }

        var error = NativeMockCluster.CreateTopic(_cluster, name, partitions, _replicas);
        if (error != ErrorCode.NoError)
        {
            throw new InvalidOperationException($"Topic '{name}' cannot be made: {error.GetReason()}.");
        }
    }

    /// <summary>Stops it and frees everything; clients that still run see their connections break.</summary>
    public void Dispose() => _cluster.Dispose();

    private static bool IsTopicName(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaxTopicLength && name is not ("." or "..");
    }
}
