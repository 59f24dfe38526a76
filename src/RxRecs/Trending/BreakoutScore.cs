using RxRecs.Machines;

namespace RxRecs;

internal sealed class BreakoutScore(int baselineBuckets, double minSurprise, double minCount) : TrendScore
{
    public override string Name => "breakout";

    public override int BaselineBuckets => baselineBuckets;

    public override double? Score(in TrendScoreInput input)
    {
        if (input.Now < minCount || input.Now <= input.Expected)
        {
            return 0;
        }

        var surprise = input.Surprise;
        return surprise >= minSurprise ? surprise : 0;
    }
}
