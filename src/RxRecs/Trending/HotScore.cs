namespace RxRecs;

internal sealed class HotScore(TimeSpan halfLife) : TrendScore
{
    public override string Name => "hot";

    public override TimeSpan? HalfLife => halfLife;

    public override double? Score(in TrendScoreInput input) => input.Decayed;
}
