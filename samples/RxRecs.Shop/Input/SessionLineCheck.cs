namespace RxRecs.Shop.Input;

/// <summary>
/// Looks whether lines that are taken for sessions have another separator than blanks: then each is a single item.
/// </summary>
internal sealed class SessionLineCheck
{
    private const string Separators = ",;";
    private string? _lastSession;
    private bool _hasSeveral;
    private string? _joined;

    /// <summary>Gives the first item that looks like several, where no line has more than one; else null.</summary>
    public string? Joined => _hasSeveral ? null : _joined;

    /// <summary>Notes an item, after those before it in the same file.</summary>
    public void Note(in Interaction next)
    {
        _hasSeveral |= next.Session == _lastSession;
        _lastSession = next.Session;
        if (_joined is null && !next.Item.TryGetNumber(out _)
            && next.Item.ToString() is var item && item.AsSpan().ContainsAny(Separators))
        {
            _joined = item;
        }
    }
}
