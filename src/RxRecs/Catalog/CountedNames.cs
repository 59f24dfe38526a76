namespace RxRecs.Recommenders;

/// <summary>
/// Names by small number, from 1, for as long as they are used, with a sum each. Number 0 stands for no name; its sum
/// is always 0.
/// </summary>
internal sealed class CountedNames<TName>
    where TName : notnull
{
    private KeyTable<TName> _names = new(null);
    private int[] _uses = new int[4];
    private double[] _sums = new double[4];

    /// <summary>The sums by number.</summary>
    public ReadOnlySpan<double> Sums => _sums;

    /// <summary>One more than the highest number ever given out.</summary>
    public int Limit => _names.SlotsUsed + 1;

    /// <summary>Tells whether a number is in use.</summary>
    public bool IsUsed(int number) => _uses[number] > 0;

    /// <summary>Gives the number of a name, which is used once more.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isNew">True if the name was not in use.</param>
    public int Use(TName name, out bool isNew)
    {
        var slot = _names.Find(name);
        isNew = slot < 0;
        slot = isNew ? _names.Add(name) : slot;
        if (slot + 1 >= _uses.Length)
        {
            Array.Resize(ref _uses, _uses.Length * 2);
            Array.Resize(ref _sums, _sums.Length * 2);
        }

        _uses[slot + 1]++;
        return slot + 1;
    }

    /// <summary>Uses a number once less; tells whether it is no more in use.</summary>
    public bool Release(int number)
    {
        if (number == 0 || --_uses[number] > 0)
        {
            return false;
        }

        _names.Remove(number - 1);
        return true;
    }

    public void Set(int number, double sum) => _sums[number] = sum;

    public void Add(int number, double weight) => _sums[number] += weight;

    public void ClearSums() => _sums.AsSpan(0, Limit).Clear();

    public void Clear()
    {
        _names = new(null);
        _uses.AsSpan().Clear();
        _sums.AsSpan().Clear();
    }
}
