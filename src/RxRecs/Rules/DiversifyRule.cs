using System.Globalization;

namespace RxRecs.Recommenders;

/// <summary>
/// Places items by maximal marginal relevance. What is compared of an item is looked up once; a list costs a comparison
/// per place and item.
/// </summary>
internal sealed class DiversifyRule<TItem, TContent>(
    double lambda, Func<TItem, TContent> contentSelector, Func<TContent, TContent, double> similarity)
    : IListRule<TItem>
{
    private Recommendation<TItem>[] _before = [];
    private TContent[] _contents = [];
    private double[] _nearest = [];
    private bool[] _placed = [];

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"diversity, lambda {lambda}");

    public void Apply(List<Recommendation<TItem>> list, int count)
    {
        var size = list.Count;
        Start(list);
        var greatest = 0d;
        foreach (ref readonly var each in _before.AsSpan(0, size))
        {
            greatest = Math.Max(greatest, each.Score);
        }

        var places = Math.Min(count, size);
        for (var place = 0; place < places; place++)
        {
            var best = Best(size, greatest);
            _placed[best] = true;
            list[place] = _before[best];
            if (place < places - 1)
            {
                Compare(best, size);
            }
        }

        for (var (i, place) = (0, places); i < size; i++)
        {
            if (!_placed[i])
            {
                list[place++] = _before[i];
            }
        }

        _before.AsSpan(0, size).Clear();
        _contents.AsSpan(0, size).Clear();
    }

    private void Start(List<Recommendation<TItem>> list)
    {
        if (_before.Length < list.Count)
        {
            var size = Math.Max(list.Count, _before.Length * 2);
            (_before, _contents) = (new Recommendation<TItem>[size], new TContent[size]);
            (_nearest, _placed) = (new double[size], new bool[size]);
        }

        list.CopyTo(_before);
        for (var i = 0; i < list.Count; i++)
        {
            _contents[i] = contentSelector(list[i].Item);
        }

        _nearest.AsSpan(0, list.Count).Clear();
        _placed.AsSpan(0, list.Count).Clear();
    }

    private int Best(int size, double greatest)
    {
        var (best, value) = (-1, double.NegativeInfinity);
        for (var i = 0; i < size; i++)
        {
            if (_placed[i])
            {
                continue;
            }

            var relevance = greatest > 0 ? _before[i].Score / greatest : 0;
            var marginal = (lambda * relevance) - ((1 - lambda) * _nearest[i]);
            if (best < 0 || marginal > value)
            {
                (best, value) = (i, marginal);
            }
        }

        return best;
    }

    private void Compare(int placed, int size)
    {
        for (var i = 0; i < size; i++)
        {
            if (_placed[i])
            {
                continue;
            }

            var value = similarity(_contents[i], _contents[placed]);
            _nearest[i] = double.IsFinite(value)
                ? Math.Max(_nearest[i], value)
                : throw new InvalidOperationException(
                    $"The similarity of {_before[i].Item} and {_before[placed].Item} is {value}: give a number from "
                    + "0 to 1.");
        }
    }
}
