using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Embedded;

/// <summary>A request that a broker got while requests were tracked.</summary>
/// <param name="Broker">The broker's id, from 1.</param>
/// <param name="Kind">The kind of the request.</param>
/// <param name="Microseconds">
/// The time of the request in microseconds, on a monotonic clock of the broker's own.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MockRequest(int Broker, KafkaRequest Kind, long Microseconds);
