using System.Buffers.Binary;

namespace RxRecs.Kafka;

/// <summary>
/// Tells where Kafka's own clients put a key: murmur2 of its bytes, the sign bit cleared, modulo the number of
/// partitions. The client's <c>murmur2_random</c> does the same for every record that has a key.
/// </summary>
internal static class KafkaPartitioner
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    /// <summary>The partition of a key.</summary>
    /// <param name="key">The key's bytes; an empty key is a key.</param>
    /// <param name="partitions">The number of the topic's partitions, at least 1.</param>
    /// <returns>The partition, from 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no partitions.</exception>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        return (int)(Murmur2(key) & int.MaxValue) % partitions;
    }

    /// <summary>The 32-bit murmur2 hash by Austin Appleby, with the seed that Kafka uses.</summary>
    internal static uint Murmur2(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        while (data.Length >= sizeof(uint))
        {
            var block = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            block = (block ^ (block >> Shift)) * Multiplier;
            hash = (hash * Multiplier) ^ block;
            data = data[sizeof(uint)..];
        }

        if (!data.IsEmpty)
        {
            for (var index = data.Length - 1; index >= 0; index--)
            {
                hash ^= (uint)data[index] << (8 * index);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
