namespace RxRecs.Machines;

/// <summary>
/// The change of a count over the deviation that chance alone gives it: two Poisson counts of one expectation differ
/// with a variance that is estimated by their sum.
/// </summary>
internal sealed class StandardizedChangeScore(int baselineBuckets) : TrendScore
{
    public override string Name => "standardized change";

    public override int BaselineBuckets => baselineBuckets;

    public override double? Score(in TrendScoreInput input) => Of(input.Before, input.Now);

    public static double Of(double before, double now) =>
        before == now ? 0 : (now - before) / Math.Sqrt(before + now);
}
