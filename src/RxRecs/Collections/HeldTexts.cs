namespace RxRecs;

/// <summary>
/// The texts of the ids in a store, each once, by small number. A text leaves when the last place in the store that has
/// it is given up, so that there are never more texts than places.
/// </summary>
internal sealed class HeldTexts
{
    private KeyTable<Id>? _texts;
    private int[] _places = [];

    /// <summary>Counts the texts that are held.</summary>
    public int Count => _texts?.Count ?? 0;

    /// <summary>The text of a number that has been given out.</summary>
    public Id this[int number] => _texts![number];

    /// <summary>The number of a text, or -1.</summary>
    public int Find(Id text) => _texts?.Find(text) ?? -1;

    /// <summary>Holds a text for one more place and returns its number.</summary>
    public int Hold(Id text)
    {
        _texts ??= new KeyTable<Id>(null);
        var number = _texts.Find(text);
        if (number < 0)
        {
            number = _texts.Add(text);
            if (number == _places.Length)
            {
                Array.Resize(ref _places, Math.Max(4, number * 2));
            }
        }

        _places[number]++;
        return number;
    }

    /// <summary>Takes note that a place has been given up.</summary>
    public void Release(int number)
    {
        if (--_places[number] == 0)
        {
            _texts!.Remove(number);
        }
    }
}
