using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RxRecs.Live.Messages;

namespace RxRecs.Live.Http;

/// <summary>Hashes requests that have an idempotency key: the beginning of SHA-256.</summary>
internal static class RequestHash
{
    /// <summary>Hashes what a key is for: the method, the path and the key itself.</summary>
    public static UInt128 OfKey(HttpRequest request, string key) => BinaryPrimitives.ReadUInt128LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path.Value}\n{key}")));

    /// <summary>Hashes what is asked: messages as they were sent, before the server's time is put in.</summary>
    public static ulong OfBody(IReadOnlyList<ShopMessage> messages)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var message in messages)
        {
            ShopMessageFormat.Write(message, text);
            text.Write("\n"u8);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text.WrittenSpan));
    }
}
