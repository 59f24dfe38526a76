using System.Globalization;

namespace RxRecs.Live.Messages;

/// <summary>
/// Tells of which request with an idempotency key a message is. As text it is the message's key in the log: what it was
/// asked of and the sender's key are there as a hash alone, so that a path with a user's id does not outlive the user.
/// </summary>
/// <param name="Request">A hash of method, path and key.</param>
/// <param name="Body">A hash of what was asked.</param>
/// <param name="Place">The place of the message in the request, from 0 on.</param>
/// <param name="Count">How many messages the request has, up to <see cref="MostParts"/>.</param>
internal readonly record struct RequestPart(UInt128 Request, ulong Body, int Place, int Count)
{
    /// <summary>The most messages of a request.</summary>
    public const int MostParts = 1_000;

    private const int RequestLength = 32;
    private const int HashLength = RequestLength + 16;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Request:x32}{Body:x16}-{Place}-{Count}");

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RequestPart part)
    {
        part = default;
        if (text.Length < HashLength + "-0-1".Length || text[HashLength] != '-')
        {
            return false;
        }

        var counts = text[(HashLength + 1)..];
        var dash = counts.IndexOf('-');
        if (dash < 0
            || !UInt128.TryParse(text[..RequestLength], NumberStyles.AllowHexSpecifier, null, out var request)
            || !ulong.TryParse(
                text[RequestLength..HashLength], NumberStyles.AllowHexSpecifier, null, out var body)
            || !int.TryParse(counts[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            || !int.TryParse(counts[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > MostParts || place >= count)
        {
            return false;
        }

        part = new(request, body, place, count);
        return true;
    }
}
