namespace RxRecs.Recommenders;

/// <content>Counts pairs of items, and scores them.</content>
internal sealed partial class ItemCounts<TItem>
{
    /// <summary>
    /// Adds to a pair of items, both of which are known; one that was forgotten adds nothing, nor does a pair that was
    /// given up.
    /// </summary>
    public void AddPair(TItem from, TItem to, double weight, long ticks)
    {
        var (first, second) = (_items.Find(from), _items.Find(to));
        if (first == None || second == None || weight <= 0)
        {
            return;
        }

        Fresh(first);
        if (_pruner?.Raises(first, second) == false)
        {
            return;
        }

        _tables.Add(first, KeyOf(second), weight, ticks);
        if (_indicators is not null)
        {
            Fresh(second);
            _indicators.Add(second, KeyOf(first), weight, ticks);
            _rows?.Touch(second);
        }
    }

    /// <summary>Takes back that a pair counted once; nothing where one of its items is no more.</summary>
    public void TakeBackPair(long from, long to)
    {
        var (first, second) = (SlotOf(from), SlotOf(to));
        if (first == None || second == None)
        {
            return;
        }

        _tables.Remove(first, to, 1);
        if (_indicators is not null)
        {
            _indicators.Remove(second, from, 1);
            _rows?.Touch(second);
        }
    }

    /// <summary>Ends an event, all of whose pairs have been added.</summary>
    public void EndEvent()
    {
        _pruner?.EndEvent();
        _rows?.EndEvent();
    }

    /// <summary>
    /// Tells whether an item is an indicator of another one, by the row as it was when an event touched it last; null
    /// where that is worked out for each list.
    /// </summary>
    public bool? IsIndicator(int from, int of) => _rows?.Holds(of, KeyOf(from));

    /// <summary>Gives the weights of two items that are known, as of now: both, each and all.</summary>
    public (double Both, double First, double Second, double All) WeightsOf(TItem from, TItem to)
    {
        var (first, second) = (_items.Find(from), _items.Find(to));
        var table = Table(first);
        var place = table.Find(KeyOf(second));
        return (
            place < 0 ? 0 : table.LowerAt(place) * Scale, Source(first) * Scale, Target(second) * Scale, All * Scale);
    }

    /// <summary>Gives the score of a pair of which both have been counted together so much.</summary>
    public double ScoreOf(int from, int to, double together)
    {
        var scale = Scale;
        return ItemScore.Of(_options, together * scale, Source(from) * scale, Target(to) * scale, All * scale);
    }

    /// <summary>Gives the score of a pair that is there, at the most.</summary>
    public double MostOf(int from, int to)
    {
        var table = Table(from);
        var place = table.Find(KeyOf(to));
        return ScoreOf(from, to, table.LowerAt(place) + table.ErrorAt(place));
    }

    /// <summary>Tells how often a pair was raised, where pairs are pruned; 0 where it is not there.</summary>
    public int RaisesOf(int from, int to)
    {
        Fresh(from);
        return _tables.Raises(from, KeyOf(to));
    }

    /// <summary>Takes a pair out that is there.</summary>
    public void Drop(int from, int to) => _tables.Drop(from, KeyOf(to));
}
