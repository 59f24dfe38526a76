using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Asks a recommender of item to item for the tests, and compares what it says.</summary>
internal static class ItemToItemProbe
{
    /// <summary>Gives a list around an item.</summary>
    public static List<Recommendation<Id>> Ask(IRecommender<Interaction, Id, Id> state, Id item, int count = 20)
    {
        var list = new List<Recommendation<Id>>();
        state.Recommend(new(Id.None, count) { Around = [item] }, list);
        return list;
    }

    /// <summary>Gives the saved state.</summary>
    public static byte[] Save(IRecommender<Interaction, Id, Id> state)
    {
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        return writer.Written.ToArray();
    }

    /// <summary>Tells whether a list holds all that has a score, with that score to 1e-9.</summary>
    public static bool IsSame(List<Recommendation<Id>> found, Dictionary<Id, double> expected) =>
        found.Count(each => each.Score > 1e-9) == expected.Count(each => each.Value > 1e-9)
        && found.TrueForAll(each => Math.Abs(each.Score - expected.GetValueOrDefault(each.Item)) <= 1e-9);
}
