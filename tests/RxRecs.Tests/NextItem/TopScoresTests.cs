using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

public class TopScoresTests
{
    private const int Items = 500;

    [Test]
    public void Find_ManyItems_GivesTheBestOfAllScores(
        [Values(1, 20, 100, 600)] int limit, [Values(-1, 7)] int left, [Values] bool acceptsAll)
    {
        var random = new Random(limit);
        var index = new SessionIndex<int>(new SessionIndexLimits());
        for (var item = 0; item < Items; item++)
        {
            // Some of the same time, so that the items decide.
            index.Add(item, item, random.Next(50));
        }

        var query = new VisitQuery(1);
        query.AskAround(index, -1, []);
        var kernel = new FactorKernel(
            [.. Enumerable.Range(0, Items).Select(_ => random.Next(4) / 4d)],
            [.. Enumerable.Range(0, Items).Select(_ => 1 + random.Next(8))]);
        kernel.Run(index, query);
        var top = new TopScores<int>(index, Comparer<int>.Default);
        top.Find(kernel, query, limit, left, acceptsAll ? null : static item => item % 3 > 0);

        var expected = Enumerable.Range(0, Items)
            .Where(item => item != left && kernel.ScoreOf(item) > 0 && (acceptsAll || item % 3 > 0))
            .OrderByDescending(kernel.ScoreOf).ThenByDescending(index.NewestOf).ThenBy(item => item)
            .Take(limit).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(top.Found.ToArray().Select(each => each.Item), Is.EqualTo(expected));
            Assert.That(top.Found.ToArray().Select(each => each.Score), Is.EqualTo(expected.Select(kernel.ScoreOf)));
            Assert.That(kernel.Weighed, limit < 100 ? Is.LessThan(Items) : Is.Positive);
        });
    }

    /// <summary>Has a sum and a factor for each item's slot.</summary>
    private sealed class FactorKernel(double[] sums, double[] factors) : INextItemKernel
    {
        public string Name => "factors";

        public int Weighed { get; private set; }

        public double ScoreOf(int item) => sums[item] * factors[item];

        public void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
            where TItem : notnull
        {
            query.Scores.Begin();
            for (var item = 0; item < sums.Length; item++)
            {
                query.Scores.Add(item, sums[item]);
            }
        }

        public double GreatestFactor<TItem>(SessionIndex<TItem> index, VisitQuery query)
            where TItem : notnull => factors.Max();

        public void Weigh<TItem>(
            SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<int> items, Span<double> sums)
            where TItem : notnull
        {
            for (var i = 0; i < items.Length; i++)
            {
                sums[i] *= factors[items[i]];
                Weighed++;
            }
        }

        public void Explain<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> parts)
            where TItem : notnull => throw new NotSupportedException();
    }
}
