using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Replay;

/// <summary>Represents the progress of a replay.</summary>
/// <param name="Read">The number of rows read.</param>
/// <param name="Sent">The number of records handed to the client.</param>
/// <param name="Confirmed">The number of records that the broker has confirmed.</param>
/// <param name="AlreadyThere">
/// The number of rows that an earlier replay had written, or that lie before the start.
/// </param>
/// <param name="NotSampled">The number of rows of users that are not replayed.</param>
/// <param name="Bytes">The number of bytes of keys and values sent.</param>
/// <param name="Elapsed">The time since the start.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KafkaReplayProgress(
    long Read, long Sent, long Confirmed, long AlreadyThere, long NotSampled, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Gets the number of bytes sent per second since the start.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;
}
