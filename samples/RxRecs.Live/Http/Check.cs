using RxRecs.Live.Messages;

namespace RxRecs.Live.Http;

/// <summary>Checks what comes from outside.</summary>
internal static class Check
{
    public const int MostItems = 100;

    private static readonly TimeSpan MostAge = TimeSpan.FromDays(7);
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>Says that an idempotency key is none.</summary>
    public const string NotAKey = "Idempotency-Key has 1 to 100 visible characters.";

    public static bool TryId(string? text, out Id id) => Id.TryParse(text, out id) && ShopMessageFormat.IsClean(id);

    public static bool TryId(ReadOnlySpan<char> text, out Id id) =>
        Id.TryParse(text, out id) && ShopMessageFormat.IsClean(id);

    /// <summary>Reads ids that are separated by commas.</summary>
    public static bool TryIds(string? text, out List<Id> ids)
    {
        ids = [];
        foreach (var part in (text ?? "").Split(',', MostItems + 2))
        {
            if (!TryId(part.Trim(), out var id))
            {
                return false;
            }

            ids.Add(id);
        }

        return ids.Count <= MostItems;
    }

    /// <summary>Says what is wrong with the time of an event that is sent now; null where all is well.</summary>
    public static string? Time(DateTimeOffset? time, DateTimeOffset now) =>
        time < now - MostAge ? "event_time is more than 7 days ago"
        : time > now + MostAhead ? "event_time is more than a minute ahead"
        : null;

    public static string? Count(int count) =>
        count is < 1 or > MostItems ? $"count is a number from 1 to {MostItems}." : null;

    /// <summary>Tells whether a request has a key under which it counts once.</summary>
    public static bool HasKey(HttpRequest request) => request.Headers["Idempotency-Key"] is [{ Length: > 0 }, ..];

    /// <summary>Reads the key under which a request counts once; false where it is none.</summary>
    public static bool TryKey(HttpRequest request, out string? key)
    {
        key = HasKey(request) ? request.Headers["Idempotency-Key"][0] : null;
        return key is null || (key.Length <= 100 && key.All(each => each is > ' ' and < '\x7f'));
    }
}
