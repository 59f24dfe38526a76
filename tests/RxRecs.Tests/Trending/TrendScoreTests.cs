using RxRecs.Machines;

namespace RxRecs.Tests.Trending;

public sealed class TrendScoreTests
{
    [TestCase(0, 1, 0.5)]
    [TestCase(1, 0, -0.5)]
    [TestCase(1, 2, 0.25)]
    [TestCase(2, 0, -0.6666666666666666)]
    [TestCase(4, 0, -0.8)]
    [TestCase(3, 2, -1.0 / 6)]
    [TestCase(0, 0, 0)]
    public void DampedChange_Counts_IsTheDampedDifference(double cur, double next, double score)
    {
        Assert.That(TrendScore.DampedChange.Score(Counts(cur, next)), Is.EqualTo(score));
        Assert.That(TrendScore.SymmetricChange(1).Score(Counts(cur, next)), Is.EqualTo(score));
    }

    [TestCase(6, 13, 116.66666666666667)]
    [TestCase(4, 13, 225.0)]
    [TestCase(5, 6, 20.0)]
    [TestCase(2, 7, 250.0)]
    [TestCase(23, 28, 21.73913043478261)]
    [TestCase(29, 33, 13.793103448275861)]
    public void PercentChange_Counts_IsExactToTheLastBit(double cur, double next, double percent) =>
        Assert.That(TrendScore.PercentChange.Score(Counts(cur, next)), Is.EqualTo(percent));

    [Test]
    public void PercentChange_NothingBefore_IsNotDefined() =>
        Assert.That(TrendScore.PercentChange.Score(Counts(0, 3)), Is.Null);

    [Test]
    public void SymmetricChange_MoreSupport_RanksTheGreaterCountHigher()
    {
        var score = TrendScore.SymmetricChange(20);
        Assert.That(score.Score(Counts(40, 80)), Is.GreaterThan(score.Score(Counts(0, 3))!));
        Assert.That(() => TrendScore.SymmetricChange(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => TrendScore.SymmetricChange(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Expected_ShareOfTheBaseline_IsScaledToTheVolume() =>
        Assert.That(new TrendScoreInput(0, 0, 200, 9.5, 99, 0).Expected, Is.EqualTo(20));

    [Test]
    public void Trending_SurpriseAndDecay_AreMultiplied()
    {
        var input = new TrendScoreInput(2, 12, 100, 10, 1000, 14);
        Assert.That(
            TrendScore.Trending(TimeSpan.FromHours(6), 72).Score(input),
            Is.EqualTo(14 * Math.Sqrt(1 + PoissonTail.Surprise(12, 10.5 / 1001 * 100))));
        Assert.That(TrendScore.Hot(TimeSpan.FromHours(6)).Score(input), Is.EqualTo(14));
    }

    [TestCase(4, 0, Description = "too few")]
    [TestCase(5, 4.6)]
    public void Breakout_Thresholds_MustBothBeMet(double next, double score) =>
        Assert.That(
            TrendScore.Breakout(24).Score(new TrendScoreInput(0, next, 100, 0.5, 1000, 0)),
            score == 0 ? Is.EqualTo(0) : Is.GreaterThan(score));

    private static TrendScoreInput Counts(double cur, double next) => new(cur, next, 100, cur, 100, 0);
}
