using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RxRecs.Webhooks;

/// <summary>
/// Holds the secret that sender and receiver share, and signs with it. No text of this library contains it.
/// </summary>
[DebuggerDisplay("{ToString()}")]
public sealed class WebhookSecret
{
    /// <summary>Begins the text form of a secret.</summary>
    public const string Prefix = "whsec_";

    private const int FewestBytes = 24;
    private const int MostBytes = 64;
    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Reads a secret in the form of Standard Webhooks: <c>whsec_</c>, and 24 to 64 bytes in Base64.</summary>
    /// <param name="text">The text; white space around it does not count.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">It is no such text. The message does not repeat it.</exception>
    public static WebhookSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        Span<byte> key = stackalloc byte[MostBytes];
        return trimmed.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(trimmed[Prefix.Length..], key, out var length)
            && length >= FewestBytes
            ? new WebhookSecret(key[..length].ToArray())
            : throw new FormatException(
                $"A webhook secret is '{Prefix}' and {FewestBytes} to {MostBytes} random bytes in Base64, which "
                + $"'echo {Prefix}$(openssl rand -base64 32)' makes.");
    }

    /// <summary>Hides the secret.</summary>
    /// <returns>The same text for every secret.</returns>
    public override string ToString() => $"{Prefix}***";

    /// <summary>Signs a message: HMAC-SHA256 of its id, the time and its body, with full stops between.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="seconds">The time of sending, in seconds of Unix time.</param>
    /// <param name="body">The body, to the byte.</param>
    /// <returns>The signature as it stands in the header.</returns>
    internal string Sign(string id, long seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
