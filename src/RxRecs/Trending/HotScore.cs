using RxRecs.Machines;

namespace RxRecs;

internal sealed class HotScore(TimeSpan halfLife, int maxItems) : TrendScore
{
    public override string Name => "hot";

    public override TimeSpan? HalfLife => halfLife;

    public override int MaxItems => maxItems;

    public override double? Score(in TrendScoreInput input) => input.Decayed;
}
