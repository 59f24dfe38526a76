using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>Makes the ids of triggers.</summary>
internal static class TriggerId
{
    private const int Bytes = 16;

    /// <summary>
    /// Hashes kind, time, user and items; each text has its length before it, so that no two run together.
    /// </summary>
    public static string Of<TUser, TItem>(
        TriggerKind kind, TUser user, IReadOnlyList<TItem> items, DateTimeOffset eventTime)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{kind} {eventTime.UtcTicks}");
        Append(text, user);
        foreach (var item in items)
        {
            Append(text, item);
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }

    private static void Append<T>(StringBuilder text, T value)
    {
        var part = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        text.Append(CultureInfo.InvariantCulture, $" {part.Length}:{part}");
    }
}
