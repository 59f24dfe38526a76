using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Means in which every event counts a constant factor less one event later (Gama, Sebastião and Rodrigues
/// 2013).
/// </summary>
internal struct FadingMeans(double factor)
{
    private double _weight;
    private double _hits;
    private double _reciprocal;
    private double _gain;

    public MetricMeans Add(int rank, long count)
    {
        _weight = 1 + factor * _weight;
        _hits = (rank > 0 ? 1 : 0) + factor * _hits;
        _reciprocal = (rank > 0 ? 1.0 / rank : 0) + factor * _reciprocal;
        _gain = (rank > 0 ? RankedHits.Discount(rank) : 0) + factor * _gain;
        return new(count, _hits / _weight, _reciprocal / _weight, _gain / _weight);
    }

    public readonly void Snapshot(SnapshotWriter writer)
    {
        writer.WriteDouble(_weight);
        writer.WriteDouble(_hits);
        writer.WriteDouble(_reciprocal);
        writer.WriteDouble(_gain);
    }

    public void Restore(SnapshotReader reader)
    {
        _weight = reader.ReadDouble();
        _hits = reader.ReadDouble();
        _reciprocal = reader.ReadDouble();
        _gain = reader.ReadDouble();
    }
}
