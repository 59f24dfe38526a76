using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RxRecs.Kafka;

/// <summary>
/// Holds what the gauges show: partitions that are assigned and topics that are written to, now. The reader's thread
/// sees only numbers that the working threads have left; it never calls a client.
/// </summary>
internal static class LiveGauges
{
    private static readonly ConcurrentDictionary<PartitionTelemetry, bool> Partitions = new();
    private static readonly ConcurrentDictionary<ProducerTelemetry, bool> Producers = new();

    public static void Add(PartitionTelemetry partition) => Partitions[partition] = true;

    public static void Remove(PartitionTelemetry partition) => Partitions.TryRemove(partition, out _);

    public static void Add(ProducerTelemetry producer) => Producers[producer] = true;

    public static void Remove(ProducerTelemetry producer) => Producers.TryRemove(producer, out _);

    public static IEnumerable<Measurement<long>> InFlight()
    {
        foreach (var producer in Producers.Keys)
        {
            yield return new Measurement<long>(producer.InFlight, producer.Tags);
        }
    }

    public static IEnumerable<Measurement<long>> Lag()
    {
        foreach (var partition in Partitions.Keys)
        {
            if (partition.Lag is { } lag)
            {
                yield return new Measurement<long>(lag, partition.PollTags);
            }
        }
    }

    public static IEnumerable<Measurement<double>> WatermarkLag()
    {
        foreach (var partition in Partitions.Keys)
        {
            if (partition.WatermarkLag is { } lag)
            {
                yield return new Measurement<double>(lag.TotalSeconds, partition.ProcessTags);
            }
        }
    }
}
