using RxRecs.Machines;

namespace RxRecs;

internal sealed class TrendingScore(TimeSpan halfLife, int baselineBuckets, int maxItems) : TrendScore
{
    public override string Name => "trending";

    public override int BaselineBuckets => baselineBuckets;

    public override TimeSpan? HalfLife => halfLife;

    public override int MaxItems => maxItems;

    public override double? Score(in TrendScoreInput input) => input.Decayed * Math.Sqrt(1 + input.Surprise);
}
