using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Embedded;

/// <summary>The few functions of rdkafka.h that a mock cluster's host takes.</summary>
internal static partial class NativeClient
{
    /// <summary>The kind of client that is a producer.</summary>
    public const int Producer = 0;

    static NativeClient() => ClientLibrary.Redirect(typeof(NativeClient).Assembly);

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_conf_new")]
    internal static partial nint NewConfiguration();

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_conf_destroy")]
    internal static partial void DestroyConfiguration(nint configuration);

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_conf_set_log_cb")]
    internal static partial void SetLogCallback(nint configuration, nint callback);

    /// <summary>Takes the configuration over, unless it fails.</summary>
    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_new")]
    internal static partial nint New(int kind, nint configuration, Span<byte> error, nuint errorSize);

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_destroy")]
    internal static partial void Destroy(nint client);

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    internal static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    internal static partial void DestroyCluster(nint cluster);

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    internal static partial nint BootstrapServers(nint cluster);
}
