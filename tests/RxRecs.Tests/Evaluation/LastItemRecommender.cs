using RxRecs.Machines;

namespace RxRecs.Tests.Evaluation;

/// <summary>Recommends the shop's last three items, newest first: small, quick, and free of allocation.</summary>
internal sealed class LastItemRecommender : IRecommender<Interaction, long, long>
{
    private readonly long[] _last = [-1, -1, -1];

    public void Learn(Interaction value)
    {
        _last.AsSpan(0, 2).CopyTo(_last.AsSpan(1));
        _last[0] = value.Item;
    }

    public void Recommend(in RecommendationRequest<long, long> request, List<Recommendation<long>> recommendations)
    {
        recommendations.Clear();
        for (var i = 0; i < Math.Min(request.Count, 3); i++)
        {
            if (_last[i] >= 0 && Array.IndexOf(_last, _last[i]) == i)
            {
                recommendations.Add(new(_last[i], 1.0 / (i + 1), new(RecommendationSource.History, i)));
            }
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        foreach (var item in _last)
        {
            writer.WriteInt64(item);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        for (var i = 0; i < 3; i++)
        {
            _last[i] = reader.ReadInt64();
        }
    }
}
