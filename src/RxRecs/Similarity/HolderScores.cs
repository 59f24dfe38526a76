namespace RxRecs;

/// <summary>
/// The scores of one query over held items: first the holders of the asked items that are looked at, one by one; then,
/// for asked items with more holders than that, what the rest adds, from the counts of items held together.
/// </summary>
internal sealed class HolderScores<TUser, TItem>(HeldItems<TUser, TItem> held, SimilarItemsOptions options)
    where TUser : notnull
    where TItem : notnull
{
    private const int None = HeldItems<TUser, TItem>.None;
    private const double One = 1L << 60;
    private const double Grid = 8 * 80_313_433_200;
    private readonly UnseenHolders<TUser, TItem> _unseen = new(held, options);
    private int[] _userMarks = [];
    private ItemScore[] _scores = [];
    private int[] _found = [];
    private int _foundCount;
    private int[] _asked = [];
    private int _askedCount;
    private int _mark;
    private int _explained = None;
    private List<HolderPart> _parts = [];

    /// <summary>The items with a score, own ones among them.</summary>
    public ReadOnlySpan<int> Found => _found.AsSpan(0, _foundCount);

    /// <summary>Tells whether there may be items with a score that were not found.</summary>
    public bool MayMiss => _unseen.MayMiss;

    /// <summary>Marks instead of clearing: a slot belongs to this query if it carries its mark.</summary>
    public void Start()
    {
        if (_userMarks.Length < held.UserSlots)
        {
            Array.Resize(ref _userMarks, Math.Max(held.UserSlots, _userMarks.Length * 2));
        }

        if (_scores.Length < held.ItemSlots)
        {
            Array.Resize(ref _scores, Math.Max(held.ItemSlots, _scores.Length * 2));
        }

        if (_mark == int.MaxValue)
        {
            Array.Clear(_userMarks);
            Array.Clear(_scores);
            _mark = 0;
        }

        _mark++;
        _foundCount = 0;
        _askedCount = 0;
        _explained = None;
    }

    /// <summary>Asks for what a user holds.</summary>
    public void AskFor(int user)
    {
        foreach (ref readonly var cell in held.Row(user))
        {
            AddAsked(cell.Item);
        }
    }

    public void AddAsked(int item)
    {
        if (item == None || _scores[item].Own == _mark)
        {
            return;
        }

        _scores[item].Own = _mark;
        if (_askedCount == _asked.Length)
        {
            Array.Resize(ref _asked, Math.Max(16, _askedCount * 2));
        }

        _asked[_askedCount++] = item;
    }

    public void Score(int user)
    {
        StartUnseen(user);
        if (user != None)
        {
            _userMarks[user] = _mark;
        }

        foreach (var item in _asked.AsSpan(0, _askedCount))
        {
            var holder = held.FirstHolder(item);
            for (var seen = 0; seen < options.MaxHolders && holder != None; seen++)
            {
                ref readonly var other = ref held.CellAt(holder);
                holder = other.Older;
                if (other.User == user)
                {
                    seen--;
                }
                else if (_userMarks[other.User] != _mark)
                {
                    _userMarks[other.User] = _mark;
                    AddNeighbor(held.Row(other.User));
                }
            }
        }

        MarkOwn(user);
    }

    /// <summary>Scores, and gives the parts of the score of one item; none where it has no score.</summary>
    public List<HolderPart> Explain(int user, int item)
    {
        (_explained, _parts) = (item, []);
        Score(user);
        if (item == None || _scores[item].Found != _mark || _scores[item].Own == _mark)
        {
            return [];
        }

        for (var i = 0; i < _unseen.Items.Length; i++)
        {
            var value = (double)_unseen.Middle(i, item, _scores[item].Index) / One;
            if (value > 0)
            {
                _parts.Add(new(_unseen.Items[i], null, value));
            }
        }

        return _parts;
    }

    /// <summary>Gives the score of an item that was found, and how wrong it may be; false for an own one.</summary>
    public bool TryGet(int item, out double score, out double error)
    {
        ref readonly var found = ref _scores[item];
        var (sum, below, above) = _unseen.Any ? _unseen.Estimate(item, found.Index, found.Sum) : (found.Sum, 0, 0);
        score = Math.Round((double)sum / One * Grid) / Grid;
        error = (double)(below > above ? below : above) / One;

        // Less than the grid is rounding, not doubt.
        error = error * Grid < 0.5 ? 0 : error + (1 / Grid);
        return found.Own != _mark;
    }

    /// <summary>Finds the asked items that have too many holders, and what is held with them.</summary>
    private void StartUnseen(int user)
    {
        _unseen.Start(_asked.AsSpan(0, _askedCount), user);
        foreach (var asked in _unseen.Items)
        {
            Find(held.Pairs.Table(asked));
            Find(held.Pairs.Others(asked));
        }

        _unseen.Prepare(_foundCount);
    }

    private void Find(CoItemTable<int> table)
    {
        for (var place = 0; place < table.Count; place++)
        {
            var item = held.Pairs.ItemOf(table.KeyAt(place));
            if (item != None && _scores[item].Own != _mark)
            {
                Find(item);
            }
        }
    }

    /// <summary>
    /// Leaves out all that the user has had, after scoring, so that what was not asked about counts for no similarity.
    /// </summary>
    private void MarkOwn(int user)
    {
        if (user == None)
        {
            return;
        }

        foreach (ref readonly var cell in held.Row(user))
        {
            _scores[cell.Item].Own = _mark;
        }

        foreach (var item in held.Earlier(user))
        {
            _scores[item].Own = _mark;
        }
    }

    /// <summary>
    /// Compares with one other user, in full: a user who is found through one item counts with all that is shared, also
    /// with items whose further holders are left out.
    /// </summary>
    private void AddNeighbor(ReadOnlySpan<HeldItems<TUser, TItem>.Cell> row)
    {
        var shared = 0;
        foreach (ref readonly var cell in row)
        {
            shared += _scores[cell.Item].Own == _mark ? 1 : 0;
        }

        if (shared == row.Length)
        {
            return;
        }

        var share = Share(options.Similarity, shared, _askedCount, row.Length);
        if (_unseen.Any)
        {
            _unseen.Meet(row, shared, share);
        }

        if (_explained != None && share > 0)
        {
            AddParts(row, share / One / shared);
        }

        foreach (ref readonly var cell in row)
        {
            if (_scores[cell.Item].Own == _mark || (share == 0 && !_unseen.Any))
            {
                continue;
            }

            ref var score = ref Find(cell.Item);
            score.Sum += share;
            if (_unseen.Any)
            {
                _unseen.Saw(score.Index);
            }
        }
    }

    /// <summary>Takes note of what a neighbor who holds the explained item adds for each item that is shared.</summary>
    private void AddParts(ReadOnlySpan<HeldItems<TUser, TItem>.Cell> row, double value)
    {
        foreach (ref readonly var holding in row)
        {
            if (holding.Item != _explained)
            {
                continue;
            }

            foreach (ref readonly var cell in row)
            {
                if (_scores[cell.Item].Own == _mark)
                {
                    _parts.Add(new(cell.Item, holding.Touched, value));
                }
            }
        }
    }

    /// <summary>A similarity in fixed point.</summary>
    public static long Share(SetSimilarity similarity, int shared, int first, int second)
    {
        var value = Math.Clamp(similarity.Of(shared, first, second), 0, 1);
        return value > 0 ? (long)Math.Round(value * One) : 0;
    }

    private ref ItemScore Find(int item)
    {
        ref var score = ref _scores[item];
        if (score.Found == _mark)
        {
            return ref score;
        }

        score.Found = _mark;
        score.Sum = 0;
        score.Index = _foundCount;
        if (_foundCount == _found.Length)
        {
            Array.Resize(ref _found, Math.Max(64, _foundCount * 2));
        }

        _found[_foundCount++] = item;
        return ref score;
    }

    private struct ItemScore
    {
        public Int128 Sum;
        public int Own;
        public int Found;
        public int Index;
    }
}
