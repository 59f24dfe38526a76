using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>
/// Pairs that are given up by Hoeffding's bound, with all that ever was counted kept and added up anew at each event.
/// </summary>
internal sealed class NaivePruning(ItemToItemOptions options)
{
    private readonly Dictionary<(Id, Id), List<DateTimeOffset>> _pairs = [];
    private readonly Dictionary<(Id, Id), int> _raises = [];
    private readonly Dictionary<Id, List<DateTimeOffset>> _items = [];
    private readonly Dictionary<string, List<Id>> _visits = [];
    private readonly Dictionary<(Id, Id), DateTimeOffset> _pruned = [];
    private DateTimeOffset _now;

    public int Pruned => _pruned.Count;

    public void Learn(Interaction each)
    {
        _now = each.EventTime;
        Expire();
        var visit = Of(_visits, each.Session!);
        if (visit.Contains(each.Item))
        {
            return;
        }

        Of(_items, each.Item).Add(_now);
        var raised = visit.Select(other => Pair(other, each.Item)).Where(pair => !_pruned.ContainsKey(pair)).ToArray();
        foreach (var pair in raised)
        {
            Of(_pairs, pair).Add(_now);
            _raises[pair] = _raises.GetValueOrDefault(pair) + 1;
        }

        var hopeless = raised.Where(IsHopeless).ToArray();
        foreach (var pair in hopeless)
        {
            _pairs.Remove(pair);
            _raises.Remove(pair);
            _pruned.Add(pair, _now);
        }

        visit.Add(each.Item);
    }

    public Dictionary<Id, double> Neighbors(Id item) => _pairs.Keys
        .Where(pair => pair.Item1 == item || pair.Item2 == item)
        .ToDictionary(pair => pair.Item1 == item ? pair.Item2 : pair.Item1, Score);

    private bool IsHopeless((Id, Id) pair)
    {
        var margin = Math.Sqrt(Math.Log(1 / options.Pruning!.Delta) / 2 / _raises[pair]);
        return margin < 1
            && margin < Math.Min(Threshold(pair.Item1), Threshold(pair.Item2)) - Score(pair);
    }

    private double Threshold(Id item) =>
        Neighbors(item).Values.OrderDescending().ElementAtOrDefault(options.Pruning!.Top - 1);

    private double Score((Id, Id) pair) => ItemScore.Of(
        options, Sum(_pairs[pair]), Sum(_items[pair.Item1]), Sum(_items[pair.Item2]), all: 0);

    private double Sum(List<DateTimeOffset> times) => times.Sum(
        time => options.HalfLife is { } life ? Math.Pow(2, -((_now - time) / life)) : 1);

    /// <summary>Forgets what the window has left, pairs that were given up there among it.</summary>
    private void Expire()
    {
        foreach (var (pair, times) in _pairs.ToArray())
        {
            if (RemoveOld(times) == 0)
            {
                _pairs.Remove(pair);
                _raises.Remove(pair);
            }
        }

        foreach (var (item, times) in _items.ToArray())
        {
            RemoveOld(times);
        }

        foreach (var (pair, time) in _pruned.ToArray())
        {
            if (!NaiveItemToItem.IsInWindow(options, time, _now))
            {
                _pruned.Remove(pair);
            }
        }
    }

    private int RemoveOld(List<DateTimeOffset> times)
    {
        times.RemoveAll(time => !NaiveItemToItem.IsInWindow(options, time, _now));
        return times.Count;
    }

    private static (Id, Id) Pair(Id x, Id y) => x.CompareTo(y) < 0 ? (x, y) : (y, x);

    private static List<TValue> Of<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
