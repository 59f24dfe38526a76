using RxRecs.Machines;

namespace RxRecs.Tests.Evaluation;

/// <summary>Recommends the most frequent items, or the user's own, or what it is told.</summary>
internal sealed class CountingRecommender : IRecommender<Interaction, Id, Id>
{
    private readonly SortedDictionary<Id, int> _counts = [];

    /// <summary>
    /// Items proposed before the popular ones, for the user asked about and the count of events
    /// learned.
    /// </summary>
    public Func<Id, int, IEnumerable<Id>>? First { get; init; }

    public bool WithPopular { get; init; } = true;

    public int Learned { get; private set; }

    public void Learn(Interaction value)
    {
        Learned++;
        _counts[value.Item] = _counts.GetValueOrDefault(value.Item) + 1;
    }

    public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
    {
        recommendations.Clear();
        var popular = _counts.OrderByDescending(one => one.Value).Select(one => one.Key);
        var own = First?.Invoke(request.User, Learned) ?? [];
        recommendations.AddRange(own.Select(item => Of(item, RecommendationSource.History))
            .Concat(WithPopular ? popular.Select(item => Of(item, RecommendationSource.Popular)) : [])
            .DistinctBy(one => one.Item).Take(request.Count));
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(Learned);
        writer.WriteCount(_counts.Count);
        foreach (var (item, count) in _counts)
        {
            writer.Write(item);
            writer.WriteCount(count);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Learned = reader.ReadSize();
        _counts.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var item = reader.Read<Id>();
            _counts[item] = reader.ReadSize();
        }
    }

    private static Recommendation<Id> Of(Id item, RecommendationSource source) =>
        new(item, 0, new(source, 0, IsFallback: source.Purpose == RecommendationPurpose.Fallback));
}
