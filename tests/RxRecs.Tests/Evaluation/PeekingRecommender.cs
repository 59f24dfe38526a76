using RxRecs.Machines;

namespace RxRecs.Tests.Evaluation;

/// <summary>Cheats: it has been given the events, and recommends what comes next.</summary>
internal sealed class PeekingRecommender(IReadOnlyList<Interaction> events) : IRecommender<Interaction, Id, Id>
{
    private int _next;

    public void Learn(Interaction value) => _next++;

    public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
    {
        recommendations.Clear();
        recommendations.Add(new(events[_next].Item, 1, new(RecommendationSource.History, 1)));
    }

    public void Snapshot(SnapshotWriter writer) => writer.WriteCount(_next);

    public void Restore(SnapshotReader reader) => _next = reader.ReadSize();
}
