namespace RxRecs.Recommenders;

/// <summary>
/// Items, by slot, in groups of equal content, and the groups by how much of a profile they have: with profile = y F,
/// the weight of each feature is w = profile / sum, and the score of a group is w F'. A list looks at every group once
/// and at the items of the best ones.
/// </summary>
/// <remarks>
/// Bound: an entry per item, and one per group and feature that an item of now has. Sums are of weights, divided once
/// at the end: with whole weights scores are exact, and so are their ties.
/// </remarks>
internal sealed class ContentIndex(ContentOptions options)
{
    private const int None = -1;
    private readonly List<int> _features = [];
    private KeyTable<ContentFeatures> _groups = new(null);
    private KeyTable<Feature> _names = new(null);
    private int[][] _featuresOf = [];
    private int[] _first = [];
    private int[] _uses = [];
    private double[] _profile = [];
    private int[] _groupOf = [];
    private int[] _next = [];
    private int[] _previous = [];
    private (double Score, int Group)[] _found = [];
    private double _sum;
    private int _foundCount;

    private enum FeatureKind : byte
    {
        Level,
        Category,
        Brand,
        Band,
    }

    /// <summary>Takes an item's facts in place of those before; without any feature it is in no group.</summary>
    public void Put(int slot, in ItemFacts facts)
    {
        var content = ContentFeatures.Of(facts, options);
        Reserve(slot);
        var group = content == default ? None : _groups.Find(content);
        if (group != None && _groupOf[slot] == group)
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
        if (slot >= _groupOf.Length || _groupOf[slot] == None)
        {
            return;
        }

        var (group, next, previous) = (_groupOf[slot], _next[slot], _previous[slot]);
        _groupOf[slot] = None;
        if (next != None)
        {
            _previous[next] = previous;
        }

        if (previous != None)
        {
            _next[previous] = next;
        }
        else
        {
            _first[group] = next;
            if (next == None)
            {
                RemoveGroup(group);
            }
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        (_groups, _names) = (new(null), new(null));
        _groupOf.AsSpan().Fill(None);
        _uses.AsSpan().Clear();
        _profile.AsSpan().Clear();
    }

    /// <summary>Begins a profile of no item.</summary>
    public void StartProfile()
    {
        _profile.AsSpan().Clear();
        _sum = 0;
    }

    /// <summary>Adds an item of the profile.</summary>
    public void AddToProfile(int slot)
    {
        if (slot < 0 || slot >= _groupOf.Length || _groupOf[slot] == None)
        {
            return;
        }

        foreach (var feature in _featuresOf[_groupOf[slot]])
        {
            var weight = WeightOf(feature);
            _profile[feature] += weight;
            _sum += weight;
        }
    }

    /// <summary>Finds the groups that have something of the profile, the best on top.</summary>
    public void Score()
    {
        _foundCount = 0;
        for (var group = 0; _sum > 0 && group < _groups.SlotsUsed; group++)
        {
            var score = _first[group] == None ? 0 : ScoreOf(group);
            if (score > 0)
            {
                if (_foundCount == _found.Length)
                {
                    Array.Resize(ref _found, Math.Max(64, _foundCount * 2));
                }

                _found[_foundCount++] = (score, group);
            }
        }

        for (var i = (_foundCount / 2) - 1; i >= 0; i--)
        {
            SiftDown(i);
        }
    }

    /// <summary>Takes the best group that is left.</summary>
    public bool TryTakeBest(out double score, out int firstSlot)
    {
        (score, firstSlot) = (0, None);
        if (_foundCount == 0)
        {
            return false;
        }

        (score, firstSlot) = (_found[0].Score, _first[_found[0].Group]);
        _found[0] = _found[--_foundCount];
        SiftDown(0);
        return true;
    }

    /// <summary>Gives the score of the best group that is left; 0 where none is.</summary>
    public double BestScore => _foundCount == 0 ? 0 : _found[0].Score;

    /// <summary>Gives the item after another one of its group, or -1.</summary>
    public int After(int slot) => _next[slot];

    /// <summary>Gives what one item of the profile adds to the score of another item.</summary>
    public double Share(int ofProfile, int slot)
    {
        var shared = 0d;
        if (_sum > 0 && GroupOf(ofProfile) is not None and var group && GroupOf(slot) is not None and var other)
        {
            foreach (var feature in _featuresOf[group])
            {
                shared += _featuresOf[other].Contains(feature) ? WeightOf(feature) : 0;
            }
        }

        return shared > 0 ? shared / _sum : 0;
    }

    private int GroupOf(int slot) => slot < 0 || slot >= _groupOf.Length ? None : _groupOf[slot];

    private double ScoreOf(int group)
    {
        var score = 0d;
        foreach (var feature in _featuresOf[group])
        {
            score += _profile[feature];
        }

        return score / _sum;
    }

    private double WeightOf(int feature) => _names[feature].Kind switch
    {
        FeatureKind.Brand => options.BrandWeight,
        FeatureKind.Band => options.PriceWeight,
        _ => options.CategoryWeight,
    };

    private void Reserve(int slot)
    {
        if (slot < _groupOf.Length)
        {
            return;
        }

        var (before, size) = (_groupOf.Length, Math.Max(16, Math.Max(slot + 1, _groupOf.Length * 2)));
        Array.Resize(ref _groupOf, size);
        Array.Resize(ref _next, size);
        Array.Resize(ref _previous, size);
        _groupOf.AsSpan(before).Fill(None);
    }

    private void Link(int slot, int group)
    {
        var first = _first[group];
        (_groupOf[slot], _next[slot], _previous[slot], _first[group]) = (group, first, None, slot);
        if (first != None)
        {
            _previous[first] = slot;
        }
    }

    private int Add(in ContentFeatures content)
    {
        _features.Clear();
        for (var end = 0; content.Path is { } path && end < path.Length; end++)
        {
            end = path.IndexOf('.', end) is >= 0 and var dot ? dot : path.Length;
            _features.Add(Use(new(FeatureKind.Level, path[..end], default, 0)));
        }

        if (!content.Category.IsNone)
        {
            _features.Add(Use(new(FeatureKind.Category, null, content.Category, 0)));
        }

        if (content.Brand is { } brand)
        {
            _features.Add(Use(new(FeatureKind.Brand, brand, default, 0)));
        }

        if (content.Band is { } band)
        {
            _features.Add(Use(new(FeatureKind.Band, null, default, band)));
        }

        var group = _groups.Add(content);
        if (group >= _first.Length)
        {
            var size = Math.Max(16, Math.Max(group + 1, _first.Length * 2));
            Array.Resize(ref _first, size);
            Array.Resize(ref _featuresOf, size);
        }

        (_first[group], _featuresOf[group]) = (None, [.. _features]);
        return group;
    }

    private void RemoveGroup(int group)
    {
        _groups.Remove(group);
        foreach (var feature in _featuresOf[group])
        {
            if (--_uses[feature] == 0)
            {
                _names.Remove(feature);
            }
        }

        _featuresOf[group] = [];
    }

    private int Use(Feature name)
    {
        var feature = _names.Find(name);
        if (feature == None)
        {
            feature = _names.Add(name);
            if (feature >= _uses.Length)
            {
                var size = Math.Max(16, Math.Max(feature + 1, _uses.Length * 2));
                Array.Resize(ref _uses, size);
                Array.Resize(ref _profile, size);
            }

            _uses[feature] = 0;
        }

        _uses[feature]++;
        return feature;
    }

    private void SiftDown(int at)
    {
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= _foundCount)
            {
                return;
            }

            child += child + 1 < _foundCount && _found[child + 1].Score > _found[child].Score ? 1 : 0;
            if (_found[child].Score <= _found[at].Score)
            {
                return;
            }

            (_found[at], _found[child]) = (_found[child], _found[at]);
            at = child;
        }
    }

    private readonly record struct Feature(FeatureKind Kind, string? Text, Id Id, int Number);
}
