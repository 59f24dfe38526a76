namespace RxRecs.Recommenders;

/// <summary>
/// Items, by slot, in groups of equal content, and the groups by how much of a profile they have: with profile = y F,
/// the weight of each feature is w = profile / sum, and the score of a group is w F'. A list adds up four sums for
/// every group, and looks at the items of the best ones.
/// </summary>
/// <remarks>
/// Bound: an entry per item, and one per group and feature that an item of now has. Sums are of weights, divided once
/// at the end: with whole weights scores are exact, and so are their ties.
/// </remarks>
internal sealed class ContentIndex(ContentOptions options)
{
    private const int None = -1;
    private readonly CountedNames<string> _levels = new();
    private readonly CountedNames<string> _paths = new();
    private readonly CountedNames<Id> _categories = new();
    private readonly CountedNames<string> _brands = new();
    private readonly CountedNames<int> _bands = new();
    private readonly BestGroups _best = new();
    private readonly List<int> _found = [];
    private KeyTable<ContentFeatures> _groups = new(null);
    private Group[] _group = [];
    private double[] _scores = [];
    private int[][] _levelsOf = [];
    private Item[] _items = [];
    private double _sum;

    /// <summary>Takes an item's facts in place of those before; without any feature it is in no group.</summary>
    public void Put(int slot, in ItemFacts facts)
    {
        var content = ContentFeatures.Of(facts, options);
        Reserve(slot);
        var group = content == default ? None : _groups.Find(content);
        if (group != None && _items[slot].Group == group)
        {
            return;
        }

        Remove(slot);
        if (content != default)
        {
            Link(slot, group != None ? group : Add(content));
        }
    }

    /// <summary>Forgets an item.</summary>
    public void Remove(int slot)
    {
        if (GroupOf(slot) is None)
        {
            return;
        }

        var (group, next, previous) = _items[slot];
        _items[slot].Group = None;
        if (next != None)
        {
            _items[next].Previous = previous;
        }

        if (previous != None)
        {
            _items[previous].Next = next;
            return;
        }

        _group[group].First = next;
        if (next == None)
        {
            RemoveGroup(group);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _groups = new(null);
        _levels.Clear();
        _paths.Clear();
        _categories.Clear();
        _brands.Clear();
        _bands.Clear();
        foreach (ref var item in _items.AsSpan())
        {
            item.Group = None;
        }
    }

    /// <summary>Begins a profile of no item.</summary>
    public void StartProfile()
    {
        _levels.ClearSums();
        _categories.ClearSums();
        _brands.ClearSums();
        _bands.ClearSums();
        _sum = 0;
    }

    /// <summary>Adds an item of the profile.</summary>
    public void AddToProfile(int slot)
    {
        if (GroupOf(slot) is None)
        {
            return;
        }

        ref readonly var group = ref _group[_items[slot].Group];
        foreach (var level in LevelsOf(group))
        {
            _levels.Add(level, options.CategoryWeight);
            _sum += options.CategoryWeight;
        }

        Add(_categories, group.Category, options.CategoryWeight);
        Add(_brands, group.Brand, options.BrandWeight);
        Add(_bands, group.Band, options.PriceWeight);
    }

    /// <summary>Works out the score of every group.</summary>
    public void Score()
    {
        for (var path = 1; path < _paths.Limit; path++)
        {
            var sum = 0d;
            foreach (var level in _paths.IsUsed(path) ? _levelsOf[path] : [])
            {
                sum += _levels.Sums[level];
            }

            _paths.Set(path, sum);
        }

        var groups = _group.AsSpan(0, _sum > 0 ? _groups.SlotsUsed : 0);
        var paths = _paths.Sums;
        var categories = _categories.Sums;
        var brands = _brands.Sums;
        var bands = _bands.Sums;
        for (var i = 0; i < groups.Length; i++)
        {
            ref readonly var group = ref groups[i];
            var sum = paths[group.Path] + categories[group.Category] + brands[group.Brand] + bands[group.Band];
            _scores[i] = group.First == None ? 0 : sum;
        }

        _best.Start(_scores.AsSpan(0, groups.Length));
    }

    /// <summary>Takes the groups of the best score that is left.</summary>
    /// <param name="score">The score.</param>
    /// <param name="groups">The groups, until the next call.</param>
    public bool TryTakeBest(out double score, out List<int> groups)
    {
        groups = _found;
        var isThere = _best.TryTake(_scores.AsSpan(0, _sum > 0 ? _groups.SlotsUsed : 0), _found, out var sum);
        score = isThere ? sum / _sum : 0;
        return isThere;
    }

    /// <summary>Gives the first item of a group, or -1.</summary>
    public int FirstOf(int group) => _group[group].First;

    /// <summary>Gives the item after another one of its group, or -1.</summary>
    public int After(int slot) => _items[slot].Next;

    /// <summary>Gives what one item of the profile adds to the score of another item.</summary>
    public double Share(int ofProfile, int slot)
    {
        if (_sum == 0 || GroupOf(ofProfile) is None || GroupOf(slot) is None)
        {
            return 0;
        }

        ref readonly var x = ref _group[_items[ofProfile].Group];
        ref readonly var y = ref _group[_items[slot].Group];
        var shared = options.CategoryWeight * LevelsOf(x).Intersect(LevelsOf(y)).Count();
        shared += x.Category != 0 && x.Category == y.Category ? options.CategoryWeight : 0;
        shared += x.Brand != 0 && x.Brand == y.Brand ? options.BrandWeight : 0;
        shared += x.Band != 0 && x.Band == y.Band ? options.PriceWeight : 0;
        return shared / _sum;
    }

    private int GroupOf(int slot) => slot < 0 || slot >= _items.Length ? None : _items[slot].Group;

    private int[] LevelsOf(Group group) => group.Path == 0 ? [] : _levelsOf[group.Path];

    private void Add<TName>(CountedNames<TName> names, int number, double weight)
        where TName : notnull
    {
        if (number != 0)
        {
            names.Add(number, weight);
            _sum += weight;
        }
    }

    private void Reserve(int slot)
    {
        if (slot >= _items.Length)
        {
            var before = _items.Length;
            Array.Resize(ref _items, Math.Max(16, Math.Max(slot + 1, before * 2)));
            _items.AsSpan(before).Fill(new Item { Group = None });
        }
    }

    private void Link(int slot, int group)
    {
        var first = _group[group].First;
        _items[slot] = new Item { Group = group, Next = first, Previous = None };
        _group[group].First = slot;
        if (first != None)
        {
            _items[first].Previous = slot;
        }
    }

    private int Add(in ContentFeatures content)
    {
        var group = _groups.Add(content);
        if (group >= _group.Length)
        {
            Array.Resize(ref _group, Math.Max(16, _group.Length * 2));
            Array.Resize(ref _scores, _group.Length);
        }

        _group[group] = new Group
        {
            Path = content.Path is { } path ? UsePath(path) : 0,
            Category = content.Category.IsNone ? 0 : _categories.Use(content.Category, out _),
            Brand = content.Brand is { } brand ? _brands.Use(brand, out _) : 0,
            Band = content.Band is { } band ? _bands.Use(band, out _) : 0,
            First = None,
        };
        return group;
    }

    private int UsePath(string path)
    {
        var number = _paths.Use(path, out var isNew);
        if (number >= _levelsOf.Length)
        {
            Array.Resize(ref _levelsOf, Math.Max(16, _levelsOf.Length * 2));
        }

        if (isNew)
        {
            var levels = new int[ContentFeatures.LevelsOf(path)];
            for (var (i, end) = (0, 0); i < levels.Length; i++, end++)
            {
                end = path.IndexOf('.', end) is >= 0 and var dot ? dot : path.Length;
                levels[i] = _levels.Use(path[..end], out _);
            }

            _levelsOf[number] = levels;
        }

        return number;
    }

    private void RemoveGroup(int group)
    {
        var gone = _group[group];
        _groups.Remove(group);
        _categories.Release(gone.Category);
        _brands.Release(gone.Brand);
        _bands.Release(gone.Band);
        if (_paths.Release(gone.Path))
        {
            foreach (var level in _levelsOf[gone.Path])
            {
                _levels.Release(level);
            }
        }

        _group[group] = new Group { First = None };
    }

    private struct Group
    {
        public int Path;
        public int Category;
        public int Brand;
        public int Band;
        public int First;
    }

    private struct Item
    {
        public int Group;
        public int Next;
        public int Previous;

        public readonly void Deconstruct(out int group, out int next, out int previous) =>
            (group, next, previous) = (Group, Next, Previous);
    }
}
