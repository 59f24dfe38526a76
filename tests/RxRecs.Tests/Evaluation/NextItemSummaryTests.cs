using RxRecs.Recommenders;

namespace RxRecs.Tests.Evaluation;

public sealed class NextItemSummaryTests
{
    private static readonly DateTimeOffset Start = new(2019, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void NextItemSummary_FewResults_GivesTheFiguresByHand()
    {
        var summary = new NextItemSummary<Id>(["a", "b"], similarity: static (item, other) => item == other ? 1 : .25);
        summary.Add(Result(1, 2, 5, 0, [(1, [5, 6]), (0, [])]));
        summary.Add(Result(1, 3, 6, 20, [(2, [5, 6]), (1, [6])], isRepeat: true));
        summary.Add(Result(2, 2, 7, 200, [(0, [5, 6]), (1, [7])]));
        var (first, second) = (summary.Scores()[0], summary.Scores()[1]);
        Assert.Multiple(() =>
        {
            Assert.That(summary.Count, Is.EqualTo(3));
            Assert.That(first.Means.HitRate, Is.EqualTo(2.0 / 3).Within(1e-12));
            Assert.That(first.Means.Mrr, Is.EqualTo(0.5).Within(1e-12));
            Assert.That(first.HitRate.Value, Is.EqualTo(2.0 / 3).Within(1e-12));
            Assert.That(first.HitRateOverSessions, Is.EqualTo(0.5));
            Assert.That(first.Splits[NextItemSplit.Repeat].Count, Is.EqualTo(1));
            Assert.That(first.Splits[NextItemSplit.ColdItem].HitRate, Is.EqualTo(1));
            Assert.That(first.Splits[NextItemSplit.FrequentItem].HitRate, Is.Zero);
            Assert.That(first.Splits[NextItemSplit.SecondPlace].Count, Is.EqualTo(2));
            Assert.That(first.Splits, Does.Not.ContainKey(NextItemSplit.Purchase));
            Assert.That(first.Coverage, Is.EqualTo(2.0 / 3), "7 is never shown");
            Assert.That(first.Gini, Is.EqualTo(1.0 / 3).Within(1e-12), "of 0, 3 and 3");
            Assert.That(first.AveragePopularity, Is.EqualTo(1.0 / 3).Within(1e-12));
            Assert.That(first.Overlap, Is.EqualTo(1).Within(1e-12));
            Assert.That(second.Overlap, Is.Zero);
            Assert.That(first.IntraListSimilarity, Is.EqualTo(.25).Within(1e-12));
            Assert.That(second.IntraListSimilarity, Is.Null, "no list has two items");
            Assert.That(second.EmptyShare, Is.EqualTo(1.0 / 3));
            Assert.That(first.Precision, Is.Null);
            Assert.That(summary.Compare(0, 1), Is.EqualTo(new McNemar(1, 1, 1, 0)));
        });
        Assert.That(
            () => summary.Add(Result(2, 3, 7, 1, [(0, [])])),
            Throws.ArgumentException.With.Message.Contains("2 are named"));
    }

    [Test]
    public void Summary_ANameTwice_IsRefusedAndNamed() => Assert.That(
        () => new NextItemSummary<Id>(["a", "b", "a"]),
        Throws.ArgumentException.With.Message.StartsWith("A name is there twice: a, b, a."));

    [Test]
    public void HitRateOverTime_TwoHours_AreTwoPoints()
    {
        var summary = new NextItemSummary<Id>(["a"]);
        for (var n = 0; n < 12; n++)
        {
            summary.Add(Result(n, 2, 5, 1, [(n < 6 ? 1 : n % 2, [5])], minutes: n * 10));
        }

        var curve = summary.HitRateOverTime(0, TimeSpan.FromHours(1));
        Assert.That(curve.Select(static point => point.Start), Is.EqualTo([Start, Start.AddHours(1)]));
        Assert.That(curve.Select(static point => point.HitRate.Value), Is.EqualTo([1, 0.5]));
        Assert.That(curve[0].HitRate, Is.EqualTo(new ConfidenceInterval(1, 1, 1)));
        Assert.That(curve[1].HitRate.Low, Is.LessThan(0.5));
        Assert.That(curve[1].HitRate.High, Is.GreaterThan(0.5));
    }

    [Test]
    public void HitRateOverTime_BeforeTheEpoch_HasIntervalsOfTheSameSize()
    {
        var (epoch, hour) = (DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));
        var summary = new NextItemSummary<Id>(["a"]);
        foreach (var time in new[] { DateTimeOffset.MinValue, epoch - 1.5 * hour, epoch - hour / 2, epoch + hour / 2 })
        {
            summary.Add(new(1, 2, time, 5, [new(1, [5], false)]));
        }

        Assert.That(
            summary.HitRateOverTime(0, hour).Select(static point => (point.Start, point.Events)),
            Is.EqualTo([(DateTimeOffset.MinValue, 1), (epoch - 2 * hour, 1), (epoch - hour, 1), (epoch, 1)]));
        Assert.That(
            summary.HitRateOverTime(0, TimeSpan.MaxValue).Select(static point => (point.Start, point.Events)),
            Is.EqualTo([(DateTimeOffset.MinValue, 3), (epoch, 1)]));
    }

    /// <summary>
    /// Of independent visits of one event, the bootstrap gives the interval of the binomial distribution.
    /// </summary>
    [Test]
    public void OfRatio_IndependentEvents_HasTheWidthOfTheBinomialDistribution()
    {
        var sums = Enumerable.Range(0, 1000).Select(n => (n % 4 == 0 ? 1.0 : 0, 1.0)).ToArray();
        var interval = ConfidenceInterval.OfRatio(sums);
        var width = 1.96 * Math.Sqrt(0.25 * 0.75 / 1000);
        Assert.That(interval.Value, Is.EqualTo(0.25));
        Assert.That(interval.Low, Is.EqualTo(0.25 - width).Within(0.004));
        Assert.That(interval.High, Is.EqualTo(0.25 + width).Within(0.004));
        Assert.That(ConfidenceInterval.OfRatio(sums), Is.EqualTo(interval), "the same every time");
    }

    /// <summary>Ten equal events of each visit say no more than one.</summary>
    [Test]
    public void OfRatio_EventsOfAVisitDependOnEachOther_IntervalIsThatOfVisits()
    {
        var one = ConfidenceInterval.OfRatio(Enumerable.Range(0, 200).Select(n => (n % 2 == 0 ? 1.0 : 0, 1.0)));
        var ten = ConfidenceInterval.OfRatio(Enumerable.Range(0, 200).Select(n => (n % 2 == 0 ? 10.0 : 0, 10.0)));
        Assert.That(ten, Is.EqualTo(one));
    }

    private static NextItemResult<Id> Result(
        long session,
        int position,
        int item,
        long before,
        (int Rank, int[] Items)[] verdicts,
        bool isRepeat = false,
        int minutes = 0) => new(
            session,
            position,
            Start.AddMinutes(minutes),
            item,
            [.. verdicts.Select(static each => new NextItemVerdict<Id>(
                each.Rank, [.. each.Items.Select(static item => (Id)item)], false))])
        {
            EventsBefore = before,
            IsRepeat = isRepeat,
        };
}
