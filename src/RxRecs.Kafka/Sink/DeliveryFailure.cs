namespace RxRecs.Kafka;

/// <summary>Represents a record that a sink could not deliver, or could not tell whether it was.</summary>
/// <param name="Topic">The topic that the record should have reached.</param>
/// <param name="Key">The record's key, cut at <see cref="MaxKeyBytes"/>; null for none.</param>
/// <param name="Reason">The reason, in words for a person.</param>
/// <param name="Records">
/// The number of records that this speaks of: 1, or more where a sink was closed before they were confirmed.
/// </param>
public sealed record DeliveryFailure(string Topic, byte[]? Key, string Reason, long Records = 1)
{
    /// <summary>Represents the number of bytes of a key that are kept: 256.</summary>
    public const int MaxKeyBytes = 256;

    internal static byte[]? CutKey(byte[]? key) => key is { Length: > MaxKeyBytes } ? key[..MaxKeyBytes] : key;
}
