using System.Runtime.InteropServices;
using System.Text;

namespace RxRecs.Kafka.Embedded;

/// <summary>
/// Owns a mock cluster and the client that hosts it. A call that is under way when another thread disposes this holds
/// the release back until it has returned.
/// </summary>
internal sealed class MockClusterHandle : SafeHandle
{
    private const int ErrorSize = 512;
    private readonly nint _host;

    private MockClusterHandle(nint host, nint cluster)
        : base(0, ownsHandle: true)
    {
        _host = host;
        SetHandle(cluster);
        BootstrapServers = Marshal.PtrToStringUTF8(NativeClient.BootstrapServers(cluster))!;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Tells where the brokers listen.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a cluster.</summary>
    /// <exception cref="KafkaFailureException">It does not start.</exception>
    public static MockClusterHandle Start(int brokers)
    {
        var host = NewHost();
        var cluster = NativeClient.NewCluster(host, brokers);
        if (cluster == 0)
        {
            NativeClient.Destroy(host);
            throw new KafkaFailureException(
                KafkaFailure.Other, $"librdkafka cannot start {brokers} embedded brokers on the loopback interface.");
        }

        var started = new MockClusterHandle(host, cluster);
        NativeMockCluster.SetInitialRebalanceDelay(started, 0);

        // Admin requests wait for the controller, and a new mock cluster names none.
        NativeMockCluster.SetController(started, 1);
        return started;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeClient.DestroyCluster(handle);
        NativeClient.Destroy(_host);
        return true;
    }

    private static nint NewHost()
    {
        var configuration = NativeClient.NewConfiguration();

        // The host has no broker of its own and would complain of that on the standard error stream.
        NativeClient.SetLogCallback(configuration, 0);
        Span<byte> error = stackalloc byte[ErrorSize];
        var host = NativeClient.New(NativeClient.Producer, configuration, error, ErrorSize);
        if (host == 0)
        {
            NativeClient.DestroyConfiguration(configuration);
            var reason = Encoding.UTF8.GetString(error[..error.IndexOf((byte)0)]);
            throw new KafkaFailureException(
                KafkaFailure.Other, $"librdkafka cannot make the client that hosts the embedded broker: {reason}.");
        }

        return host;
    }
}
