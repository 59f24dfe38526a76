namespace RxRecs;

/// <summary>
/// Tells what the holders of an asked item add that were not looked at, because it has too many: by how many items they
/// hold, they are those that are counted less those that were seen. How many of the asked items they share is taken to
/// be as among the seen ones, within what it can be.
/// </summary>
internal sealed class UnseenHolders<TUser, TItem>(HeldItems<TUser, TItem> held, SimilarItemsOptions options)
    where TUser : notnull
    where TItem : notnull
{
    private const double Prior = 4;
    private readonly CoHolders _pairs = held.Pairs;
    private readonly int _columns = held.Pairs.Columns;
    private readonly UnseenShares _shares = new(held.Pairs, options);
    private int[] _items = [];
    private int _count;
    private int _candidates;
    private int[] _seen = [];
    private Ratio[] _ratios = [];
    private Ratio[] _pooled = [];
    private int[] _met = [];
    private int[] _sharedItems = [];
    private int _sharedCount;
    private int _column;
    private Ratio _ratio;

    /// <summary>The asked items with too many holders.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    public bool Any => _count > 0;

    /// <summary>Tells whether items that are held with them may have no count.</summary>
    public bool MayMiss { get; private set; }

    public void Start(ReadOnlySpan<int> asked, int user)
    {
        _count = 0;
        MayMiss = false;
        foreach (var item in asked)
        {
            if (held.HolderCount(item) > options.MaxHolders && OthersOf(item, user) > options.MaxHolders)
            {
                if (_count == _items.Length)
                {
                    Array.Resize(ref _items, Math.Max(8, _count * 2));
                    Array.Resize(ref _sharedItems, _items.Length);
                    Array.Resize(ref _pooled, _items.Length);
                    Array.Resize(ref _met, _items.Length);
                }

                MayMiss |= _pairs.FloorOf(item) > 0;
                (_pooled[_count], _met[_count]) = (default, 0);
                _items[_count++] = item;
            }
        }

        if (_count > 0)
        {
            _shares.Prepare(asked.Length, _count);
        }
    }

    /// <summary>Makes room for so many items that are held with them: those that are found first.</summary>
    public void Prepare(int candidates)
    {
        _candidates = candidates;
        var cells = candidates * _count;
        if (_ratios.Length < cells)
        {
            _ratios = new Ratio[cells * 2];
            _seen = new int[_ratios.Length * _columns];
        }

        _ratios.AsSpan(0, cells).Clear();
        _seen.AsSpan(0, cells * _columns).Clear();
    }

    /// <summary>Takes note of a holder that is looked at.</summary>
    public void Meet(ReadOnlySpan<HeldItems<TUser, TItem>.Cell> row, int shared, long share)
    {
        _sharedCount = 0;
        for (var i = 0; i < _count; i++)
        {
            foreach (ref readonly var cell in row)
            {
                if (cell.Item == _items[i])
                {
                    _sharedItems[_sharedCount++] = i;
                    break;
                }
            }
        }

        _column = _pairs.ColumnOf(row.Length);

        // Whoever shares several items is found through any of them: weighed so much less. Whoever shares one that has
        // few holders is always found, and says nothing of those who are not.
        var alone = _shares.Of(row.Length);
        _ratio = shared == _sharedCount && alone > 0
            ? new(share / (double)shared / shared, alone / shared)
            : default;
        for (var i = 0; i < _sharedCount; i++)
        {
            _met[_sharedItems[i]]++;
            _pooled[_sharedItems[i]] += _ratio;
        }
    }

    /// <summary>Takes note that the holder that was met has an item.</summary>
    public void Saw(int candidate)
    {
        if (candidate >= _candidates)
        {
            return;
        }

        for (var i = 0; i < _sharedCount; i++)
        {
            var cell = (candidate * _count) + _sharedItems[i];
            _seen[(cell * _columns) + _column]++;
            _ratios[cell] += _ratio;
        }
    }

    /// <summary>Adds to a score what the unseen holders add, and tells how much less or more it may be.</summary>
    public (Int128 Score, Int128 Below, Int128 Above) Estimate(int item, int candidate, Int128 seen)
    {
        var (score, least, most) = (seen, seen, seen);
        for (var i = 0; i < _count; i++)
        {
            var (middle, low, high) = Estimate(i, item, candidate);
            (score, least, most) = (score + middle, least + low, most + high);
        }

        return (score, score - least, most - score);
    }

    /// <summary>Tells what the unseen holders of one asked item add to a score.</summary>
    public Int128 Middle(int asked, int item, int candidate) => Estimate(asked, item, candidate).Middle;

    private (Int128 Middle, Int128 Least, Int128 Most) Estimate(int asked, int item, int candidate)
    {
        if (candidate >= _candidates)
        {
            return (0, 0, (Int128)PossibleOf(asked, _pairs.FloorOf(_items[asked]), item) * _shares.Greatest);
        }

        var (table, place, possible) = Counted(_items[asked], _pairs.KeyOf(item));
        var cell = (candidate * _count) + asked;
        var (least, most, alone) = (Int128.Zero, Int128.Zero, 0.0);
        var (known, seen) = (0, 0);
        for (var column = 0; column < _columns; column++)
        {
            var met = _seen[(cell * _columns) + column];
            var rest = place < 0 ? 0 : Math.Max(0, table.PartAt(place, column) - met);
            seen += met;
            known += rest;
            least += (Int128)rest * _shares.Least(column);
            most += (Int128)rest * _shares.Most(column);
            alone += rest * _shares.Alone(column);
        }

        var doubtful = Math.Max(0, PossibleOf(asked, possible, item) - seen - known);
        if (doubtful > 0)
        {
            // As many as there would be if all holders were like those who were met, less what may well be chance: an
            // item that few of them have is to pass none that is counted.
            var sure = seen - (2 * Math.Sqrt(seen));
            var likely = (sure * held.HolderCount(_items[asked]) / Math.Max(1, _met[asked])) - seen - known;
            alone += Math.Clamp(likely, 0, doubtful) * _shares.Alone(_columns - 1);
            most += (Int128)doubtful * _shares.Greatest;
        }

        var middle = least == most ? least : Clamp((Int128)(alone * RatioOf(asked, cell)), least, most);
        return (middle, least, most);
    }

    /// <summary>Tells where a pair is counted, if it is, and how many users may hold both.</summary>
    private (CoItemTable<int> Table, int Place, int Possible) Counted(int asked, long key)
    {
        var table = _pairs.Table(asked);
        var place = table.Find(key);
        if (place >= 0)
        {
            return (table, place, table.LowerAt(place));
        }

        var others = _pairs.Others(asked);
        place = others.Find(key);
        return place >= 0
            ? (others, place, table.Floor + others.LowerAt(place) + others.ErrorAt(place))
            : (others, place, _pairs.FloorOf(asked));
    }

    private int PossibleOf(int asked, int counted, int item) =>
        Math.Min(counted, Math.Min(held.HolderCount(_items[asked]), held.HolderCount(item)));

    private static Int128 Clamp(Int128 value, Int128 least, Int128 most) =>
        value < least ? least : value > most ? most : value;

    private double RatioOf(int asked, int cell)
    {
        var pooled = _pooled[asked];
        var all = pooled.Alone > 0 ? pooled.Shared / pooled.Alone : 1;
        var own = _ratios[cell];
        var prior = Prior * _shares.Alone(_columns - 1);
        return own.Alone + prior > 0 ? (own.Shared + (prior * all)) / (own.Alone + prior) : 1;
    }

    private int OthersOf(int item, int user)
    {
        var others = held.HolderCount(item);
        if (user != HeldItems<TUser, TItem>.None)
        {
            foreach (ref readonly var cell in held.Row(user))
            {
                others -= cell.Item == item ? 1 : 0;
            }
        }

        return others;
    }

    /// <summary>
    /// Tells what holders count who share several items, and what they would if they shared one alone.
    /// </summary>
    private readonly record struct Ratio(double Shared, double Alone)
    {
        public static Ratio operator +(Ratio x, Ratio y) => new(x.Shared + y.Shared, x.Alone + y.Alone);
    }
}
