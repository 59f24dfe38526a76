namespace RxRecs.Kafka.Settings;

internal static class ClusterCheck;
