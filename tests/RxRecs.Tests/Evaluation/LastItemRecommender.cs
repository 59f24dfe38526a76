using RxRecs.Machines;

namespace RxRecs.Tests.Evaluation;

/// <summary>Recommends the shop's last three items, newest first: small, quick, and free of allocation.</summary>
internal sealed class LastItemRecommender : IRecommender<Interaction, Id, Id>
{
    private readonly Id[] _last = [Id.None, Id.None, Id.None];

    public void Learn(Interaction value)
    {
        _last.AsSpan(0, 2).CopyTo(_last.AsSpan(1));
        _last[0] = value.Item;
    }

    public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
    {
        recommendations.Clear();
        for (var i = 0; i < Math.Min(request.Count, 3); i++)
        {
            if (!_last[i].IsNone && Array.IndexOf(_last, _last[i]) == i)
            {
                recommendations.Add(new(_last[i], 1.0 / (i + 1), new(RecommendationSource.History, i)));
            }
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        foreach (var item in _last)
        {
            writer.Write(item);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        for (var i = 0; i < 3; i++)
        {
            _last[i] = reader.Read<Id>();
        }
    }
}
