using RxRecs.Live.Messages;

namespace RxRecs.Live.Http;

/// <summary>Checks what comes from outside.</summary>
internal static class Check
{
    public const int MostItems = 100;

    public static bool TryId(string? text, out Id id) => Id.TryParse(text, out id) && ShopMessageFormat.IsClean(id);

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

    public static string? Count(int count) =>
        count is < 1 or > MostItems ? $"count is a number from 1 to {MostItems}." : null;

    /// <summary>Reads the key under which a request counts once; false where it is none.</summary>
    public static bool TryKey(HttpRequest request, out string? key)
    {
        key = request.Headers["Idempotency-Key"] is [{ Length: > 0 } given, ..] ? given : null;
        return key is null || (key.Length <= 100 && key.All(each => each is > ' ' and < '\x7f'));
    }
}
