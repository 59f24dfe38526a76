using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RxRecs.Webhooks;

/// <summary>
/// Says how long to wait before another attempt: twice as long each time, up to a bound, less up to a half. The share
/// is a hash of seed, id and attempt, so that it depends on no other message.
/// </summary>
internal static class Backoff
{
    private const double Unit = 1.0 / (1UL << 53);

    public static TimeSpan Delay<T>(WebhookSinkOptions<T> options, string id, int attempts)
    {
        var ticks = Math.Min(options.FirstDelay.Ticks * Math.Pow(2, attempts - 1), options.MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 - (Share(options.JitterSeed, id, attempts) / 2))));
    }

    private static double Share(int seed, string id, int attempts)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seed}.{attempts}.{id}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * Unit;
    }
}
