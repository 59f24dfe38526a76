using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>Tells how far a replay is.</summary>
/// <param name="Read">Rows read.</param>
/// <param name="Sent">Records handed to the client.</param>
/// <param name="Confirmed">Records that the broker has confirmed.</param>
/// <param name="AlreadyThere">Rows that an earlier replay had written, or that lie before the start.</param>
/// <param name="NotSampled">Rows of users that are not replayed.</param>
/// <param name="Bytes">Bytes of keys and values sent.</param>
/// <param name="Elapsed">Since the start.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KafkaReplayProgress(
    long Read, long Sent, long Confirmed, long AlreadyThere, long NotSampled, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Bytes sent per second since the start.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;
}
