namespace RxRecs.Recommenders;

/// <summary>Sums of the metrics over some events.</summary>
internal struct MetricTotal
{
    private long _count;
    private long _hits;
    private double _reciprocal;
    private double _gain;

    public readonly MetricMeans Means =>
        _count == 0 ? default : new(_count, (double)_hits / _count, _reciprocal / _count, _gain / _count);

    public void Add(int rank)
    {
        _count++;
        if (rank > 0)
        {
            _hits++;
            _reciprocal += 1.0 / rank;
            _gain += RankedHits.Discount(rank);
        }
    }
}
