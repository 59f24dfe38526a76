namespace RxRecs.Kafka;

/// <summary>Tag names: those of OpenTelemetry's messaging conventions, and ours for what these lack.</summary>
internal static class TelemetryTags
{
    public const string System = "messaging.system";
    public const string Topic = "messaging.destination.name";
    public const string Partition = "messaging.destination.partition.id";
    public const string Group = "messaging.consumer.group.name";
    public const string Operation = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string BatchCount = "messaging.batch.message_count";
    public const string Error = "error.type";
    public const string Change = "rxrecs.kafka.change";

    public const string Offset = "messaging.kafka.offset";

    public static KeyValuePair<string, object?> Kafka { get; } = new(System, "kafka");

    public static KeyValuePair<string, object?> Named(string operation) => new(Operation, operation);
}
