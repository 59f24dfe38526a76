using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Embedded;

/// <summary>A request that a broker got while requests were tracked.</summary>
/// <param name="Broker">Which broker, from 1.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Microseconds">When, on a monotonic clock of its own.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MockRequest(int Broker, KafkaRequest Kind, long Microseconds);
