using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RxRecs.Postgres;

/// <summary>
/// The SHA-256 of a checkpoint: unlike the CRC of the other stores, the server can make it too, and need not send a
/// large state back to tell whether it is whole.
/// </summary>
internal static class CheckpointDigest
{
    /// <summary>Makes the same of a row, in SQL.</summary>
    public const string Sql = "sha256(convert_to(name, 'UTF8') || '\\x00' || int8send(position) || content)";

    public static byte[] Of(string name, long position, ReadOnlySpan<byte> content)
    {
        Span<byte> separated = stackalloc byte[1 + sizeof(long)];
        separated[0] = 0;
        BinaryPrimitives.WriteInt64BigEndian(separated[1..], position);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData(separated);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}
