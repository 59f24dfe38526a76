using System.Text;

namespace RxRecs.Shop.Options;

/// <summary>Takes lists of the command line apart.</summary>
internal static class ListText
{
    private const char Quote = '"';

    /// <summary>
    /// Gives the parts of a list between its commas, empty ones among them; none of an empty list. A part that begins
    /// with a double quote goes on to the next single one, commas included, as in a table: <c>"a,b",c</c>; where none
    /// follows, it is a plain part.
    /// </summary>
    public static IEnumerable<string> Split(string list)
    {
        for (var rest = list.Length == 0 ? null : list; rest is not null;)
        {
            var (part, end) = TakeQuoted(rest);
            var comma = rest.IndexOf(',', end);
            yield return part + (comma < 0 ? rest[end..] : rest[end..comma]);
            rest = comma < 0 ? null : rest[(comma + 1)..];
        }
    }

    private static (string Text, int End) TakeQuoted(string rest)
    {
        if (rest is not [Quote, ..])
        {
            return ("", 0);
        }

        var text = new StringBuilder();
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] != Quote)
            {
                text.Append(rest[at]);
            }
            else if (at + 1 < rest.Length && rest[at + 1] == Quote)
            {
                text.Append(rest[++at]);
            }
            else
            {
                return (text.ToString(), at + 1);
            }
        }

        return ("", 0);
    }
}
