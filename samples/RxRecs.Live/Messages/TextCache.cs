using System.Buffers;
using System.Text;

namespace RxRecs.Live.Messages;

/// <summary>
/// Shares the strings of texts that come again, such as the names of visits: the newest texts of each set of a table of
/// fixed size. Of one thread.
/// </summary>
/// <remarks>
/// An event whose texts are known allocates nothing, and what remembers it points to strings that are old already: a
/// collection of what is new has nothing to look at.
/// </remarks>
internal sealed class TextCache
{
    /// <summary>Bounds the length of a text that is shared, in characters.</summary>
    public const int MaxLength = 64;

    // More than twice the visits that the recommender holds, in sets of a few: of texts that come by turns few push
    // each other out.
    private const int Sets = 1 << 16;
    private const int SetSize = 4;
    private readonly string?[] _texts = new string?[Sets * SetSize];

    // The hash of each text: of texts that differ hardly any is looked at.
    private readonly int[] _hashes = new int[Sets * SetSize];
    private int _turn;

    /// <summary>Gives the string of a text.</summary>
    /// <param name="ascii">The text, of ASCII alone.</param>
    public string Get(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length > MaxLength)
        {
            return Encoding.ASCII.GetString(ascii);
        }

        Span<char> characters = stackalloc char[MaxLength];
        characters = characters[..ascii.Length];
        _ = Ascii.ToUtf16(ascii, characters, out _);
        var hash = string.GetHashCode(characters, StringComparison.Ordinal);
        var set = (hash & (Sets - 1)) * SetSize;
        for (var place = set; place < set + SetSize; place++)
        {
            if (_hashes[place] == hash && _texts[place] is { } known && characters.SequenceEqual(known))
            {
                return known;
            }
        }

        return Add(set + (_turn++ & (SetSize - 1)), hash, new string(characters));
    }

    private string Add(int place, int hash, string text)
    {
        (_hashes[place], _texts[place]) = (hash, text);
        return text;
    }
}
