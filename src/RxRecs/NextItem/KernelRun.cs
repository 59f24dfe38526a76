namespace RxRecs.Recommenders;

/// <summary>Keeps what a kernel found, divided by the greatest score, while others run for the same query.</summary>
internal sealed class KernelRun
{
    private int[] _items = [];
    private double[] _scores = [];
    private int _count;

    /// <summary>Gives the greatest score, before the division.</summary>
    public double Greatest { get; private set; }

    /// <summary>Copies the scores of the kernel that has run.</summary>
    public void Take(VisitQuery query)
    {
        var scored = query.Scores.Keys;
        if (_items.Length < scored.Length)
        {
            var size = Math.Max(scored.Length, _items.Length * 2);
            (_items, _scores) = (new int[size], new double[size]);
        }

        (_count, Greatest) = (scored.Length, 0);
        scored.CopyTo(_items);
        query.Scores.Sums.CopyTo(_scores);
        foreach (var score in query.Scores.Sums)
        {
            Greatest = Math.Max(Greatest, score);
        }
    }

    /// <summary>Adds the scores, each times a weight, to those of the present run.</summary>
    public void AddTo(VisitQuery query, double weight)
    {
        for (var i = 0; i < _count; i++)
        {
            query.Scores.Add(_items[i], _scores[i] == 0 ? 0 : _scores[i] / Greatest * weight);
        }
    }
}
