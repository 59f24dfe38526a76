using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Applies rules to lists, one after the other, cuts the list, and tells what was moved and left out. Nothing is
/// allocated once the buffers have grown.
/// </summary>
internal sealed class ListRuleRun<TItem>
    where TItem : notnull
{
    private const int Kept = -1;
    private readonly IListRule<TItem>[] _rules;
    private readonly long[] _dropped;
    private readonly long[] _moved;
    private readonly Dictionary<TItem, int> _places = [];
    private int[] _order = [];
    private int[] _stamps = [];
    private int[] _droppedBy = [];
    private bool _isCounted;

    public ListRuleRun(IEnumerable<IListRule<TItem>> rules)
    {
        _rules = [.. rules];
        if (Array.IndexOf(_rules, null) >= 0)
        {
            throw new ArgumentException("A list rule is null.", nameof(rules));
        }

        (_dropped, _moved) = (new long[_rules.Length], new long[_rules.Length]);
    }

    public bool IsEmpty => _rules.Length == 0;

    public IReadOnlyList<ListRuleCount> Counts =>
        [.. _rules.Select((rule, i) => new ListRuleCount(rule.Name, _dropped[i], _moved[i]))];

    /// <summary>Tells how many items are to be asked for where so many will be shown.</summary>
    public int DepthFor(int count) => IsEmpty ? count : Math.Max(count, ListRules.Depth);

    /// <summary>Applies the rules to a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="count">The number of items that are shown.</param>
    /// <param name="isCounted">True if what the rules do counts: not where a list is made to explain one.</param>
    public void Apply(List<Recommendation<TItem>> list, int count, bool isCounted = true)
    {
        _isCounted = isCounted;
        Start(list);
        var size = list.Count;
        for (var rule = 0; rule < _rules.Length; rule++)
        {
            var before = list.Count;
            _rules[rule].Apply(list, count);
            if (list.Count > before)
            {
                throw Refused(rule, "has added items");
            }

            Compare(list, before, rule, count);
        }

        if (list.Count > count)
        {
            list.RemoveRange(count, list.Count - count);
        }

        Finish(list, size, count);
    }

    /// <summary>Tells which rule left an item out of the last list; null where none did.</summary>
    public string? DroppedBy(TItem item) =>
        _places.TryGetValue(item, out var place) && _droppedBy[place] != Kept ? _rules[_droppedBy[place]].Name : null;

    /// <summary>Writes what has been counted, by the rules' names.</summary>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_rules.Length);
        for (var rule = 0; rule < _rules.Length; rule++)
        {
            writer.WriteString(_rules[rule].Name);
            writer.WriteInt64(_dropped[rule]);
            writer.WriteInt64(_moved[rule]);
        }
    }

    /// <summary>
    /// Replaces what has been counted. Rules may be others than those that were saved: one that is new begins at 0, one
    /// that is gone takes its counts along; of several of one name the first is the first.
    /// </summary>
    public void Restore(SnapshotReader reader)
    {
        _dropped.AsSpan().Clear();
        _moved.AsSpan().Clear();
        var isRestored = new bool[_rules.Length];
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            var (name, dropped, moved) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            if (dropped < 0 || moved < 0)
            {
                throw new SnapshotException(
                    $"The list rule '{name}' has left out {dropped} items and moved {moved}: the snapshot is damaged.");
            }

            var rule = 0;
            while (rule < _rules.Length && (isRestored[rule] || _rules[rule].Name != name))
            {
                rule++;
            }

            if (rule < _rules.Length)
            {
                (isRestored[rule], _dropped[rule], _moved[rule]) = (true, dropped, moved);
            }
        }
    }

    private void Start(List<Recommendation<TItem>> list)
    {
        if (_order.Length < list.Count)
        {
            var size = Math.Max(list.Count, _order.Length * 2);
            (_order, _stamps, _droppedBy) = (new int[size], new int[size], new int[size]);
        }

        _places.Clear();
        for (var i = 0; i < list.Count; i++)
        {
            if (!_places.TryAdd(list[i].Item, i))
            {
                throw new InvalidOperationException(
                    $"The list has {list[i].Item} twice: a ranked list has an item once.");
            }

            (_order[i], _stamps[i], _droppedBy[i]) = (i, Kept, Kept);
        }
    }

    /// <summary>Finds what a rule has left out and moved; <c>_order</c> holds the places of the list before
    /// it.</summary>
    private void Compare(List<Recommendation<TItem>> list, int before, int rule, int count)
    {
        foreach (ref readonly var each in CollectionsMarshal.AsSpan(list))
        {
            _stamps[PlaceOf(each.Item, rule)] = rule;
        }

        var kept = 0;
        for (var i = 0; i < before; i++)
        {
            var place = _order[i];
            if (_stamps[place] != rule)
            {
                _droppedBy[place] = rule;
                continue;
            }

            _order[kept] = place;
            _moved[rule] += _isCounted && kept < count && PlaceOf(list[kept].Item, rule) != place ? 1 : 0;
            kept++;
        }

        if (kept != list.Count)
        {
            throw Refused(rule, "has an item twice");
        }

        for (var i = 0; i < kept; i++)
        {
            _order[i] = PlaceOf(list[i].Item, rule);
        }
    }

    private int PlaceOf(TItem item, int rule) => _places.TryGetValue(item, out var place)
        ? place
        : throw Refused(rule, $"has added {item}");

    private InvalidOperationException Refused(int rule, string what) =>
        new($"The list rule '{_rules[rule].Name}' {what}: it may leave items out and put them in another order.");

    private void Finish(List<Recommendation<TItem>> list, int size, int count)
    {
        var last = list.Count < count ? size : 0;
        for (var i = 0; i < list.Count; i++)
        {
            var place = _order[i];
            last = Math.Max(last, place);
            if (place != i)
            {
                list[i] = list[i] with { Reason = list[i].Reason with { PlaceBefore = place + 1 } };
            }
        }

        for (var place = 0; place < Math.Min(last, size); place++)
        {
            if (_isCounted && _droppedBy[place] != Kept)
            {
                _dropped[_droppedBy[place]]++;
            }
        }
    }
}
