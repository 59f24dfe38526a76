namespace RxRecs;

/// <summary>
/// Tells text that stands for nothing. What programs write for a missing value would be the name that all unknown users
/// share, so it is none.
/// </summary>
internal sealed class NullMarkers
{
    private const int LengthBits = 64;
    private readonly byte[][] _texts;
    private readonly ulong _lengths;

    public NullMarkers(IEnumerable<string> texts)
    {
        _texts = [.. texts.Where(text => text.Length > 0).Select(System.Text.Encoding.UTF8.GetBytes)];
        foreach (var text in _texts)
        {
            _lengths |= 1UL << Math.Min(text.Length, LengthBits - 1);
        }
    }

    /// <summary>Tells whether a text is one of them. Most texts have another length than any of them.</summary>
    public bool Have(ReadOnlySpan<byte> text) =>
        (_lengths >> Math.Min(text.Length, LengthBits - 1) & 1) != 0 && Find(text);

    private bool Find(ReadOnlySpan<byte> text)
    {
        foreach (var marker in _texts)
        {
            if (text.SequenceEqual(marker))
            {
                return true;
            }
        }

        return false;
    }
}
