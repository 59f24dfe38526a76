using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Catalog;

public sealed class BestGroupsTests
{
    /// <summary>More places than fit into the first heap, of few scores or of many.</summary>
    private static readonly Arbitrary<double[]> Scores =
        (from levels in Gen.Elements(1, 3, 50, 5_000)
         from count in Gen.Choose(0, 700)
         from scores in Gen.Choose(0, levels).ArrayOf(count)
         select scores.Select(score => score / 7d).ToArray()).ToArbitrary();

    [Test]
    public void TryTake_AnyScores_GivesAllPlacesLevelByLevel() => Prop.ForAll(Scores, scores =>
    {
        var (best, places, taken) = (new BestGroups(), new List<int>(), new List<(double, string)>());
        for (var run = 0; run < 2; run++)
        {
            best.Start(scores);
            taken.Clear();
            while (best.TryTake(scores, places, out var score))
            {
                taken.Add((score, string.Join(' ', places.Order())));
            }
        }

        Assert.That(taken, Is.EqualTo(scores.Select((score, place) => (score, place)).Where(each => each.score > 0)
            .GroupBy(each => each.score, each => each.place).OrderByDescending(group => group.Key)
            .Select(group => (group.Key, string.Join(' ', group)))));
    }).Holds(cases: 100);
}
