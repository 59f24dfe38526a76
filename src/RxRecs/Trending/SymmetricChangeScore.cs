using RxRecs.Machines;

namespace RxRecs;

internal sealed class SymmetricChangeScore(double kappa) : TrendScore
{
    public override string Name => "symmetric change";

    public override double? Score(in TrendScoreInput input) =>
        (input.Now - input.Before) / (input.Before + input.Now + kappa);
}
