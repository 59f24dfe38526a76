using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RxRecs.Kafka.Embedded;

/// <summary>
/// The functions of rdkafka_mock.h, which calls them experimental. Variadic ones are left out: the runtime cannot call
/// them everywhere.
/// </summary>
internal static partial class NativeMockCluster
{
    private const string Library = ClientLibrary.Name;

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    internal static partial void SetInitialRebalanceDelay(MockClusterHandle cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_controller_id")]
    internal static partial void SetController(MockClusterHandle cluster, int broker);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode CreateTopic(
        MockClusterHandle cluster, string topic, int partitions, int replicas);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_topic_delete", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode DeleteTopic(MockClusterHandle cluster, string topic);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_topic_set_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetTopicError(MockClusterHandle cluster, string topic, ErrorCode error);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_partition_delete_records", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode DeleteRecords(
        MockClusterHandle cluster, string topic, int partition, long beforeOffset);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode SetLeader(MockClusterHandle cluster, string topic, int partition, int broker);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_partition_set_follower", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode SetFollower(MockClusterHandle cluster, string topic, int partition, int broker);

    [LibraryImport(
        Library, EntryPoint = "rd_kafka_mock_coordinator_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode SetCoordinator(
        MockClusterHandle cluster, string keyType, string key, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    internal static partial void PushErrors(
        MockClusterHandle cluster, short request, nuint count, ReadOnlySpan<ErrorCode> errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    internal static partial void ClearErrors(MockClusterHandle cluster, short request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    internal static partial ErrorCode SetDown(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    internal static partial ErrorCode SetUp(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    internal static partial ErrorCode SetRoundTrip(MockClusterHandle cluster, int broker, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_add")]
    internal static partial ErrorCode AddBroker(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_decommission")]
    internal static partial ErrorCode Decommission(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_remove_from_metadata")]
    internal static partial ErrorCode HideBroker(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_group_consumer_session_timeout_ms")]
    internal static partial void SetGroupSession(MockClusterHandle cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_group_consumer_heartbeat_interval_ms")]
    internal static partial void SetGroupHeartbeat(MockClusterHandle cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking")]
    internal static partial void StartTracking(MockClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_stop_request_tracking")]
    internal static partial void StopTracking(MockClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_requests")]
    internal static partial void ClearRequests(MockClusterHandle cluster);

    /// <summary>An array of pointers to copies, to be destroyed; null if there are none.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_get_requests")]
    internal static partial nint GetRequests(MockClusterHandle cluster, out nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array")]
    internal static partial void DestroyRequests(nint requests, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_id")]
    internal static partial int RequestBroker(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_api_key")]
    internal static partial short RequestKind(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_timestamp")]
    internal static partial long RequestMicroseconds(nint request);
}
