using RxRecs.Machines;

namespace RxRecs;

internal sealed class DampedChangeScore : TrendScore
{
    public override string Name => "damped change";

    public override double? Score(in TrendScoreInput input) =>
        (input.Now - input.Before) / (input.Before + input.Now + 1);
}
