namespace RxRecs;

/// <summary>
/// <c>(now - before) / (before + now + kappa)</c>: the change damped by a chosen support, between -1 and 1. The greater
/// kappa, the more an item must sell to rank high; with 1 it is <see cref="DampedChangeScore"/>.
/// </summary>
public sealed class SymmetricChangeScore : ITrendScore
{
    private readonly double _kappa;

    /// <summary>Makes the score.</summary>
    /// <param name="kappa">The support, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kappa"/> is not positive and finite.</exception>
    public SymmetricChangeScore(double kappa = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kappa);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(kappa), false, nameof(kappa));
        _kappa = kappa;
    }

    /// <inheritdoc/>
    public string Name => "symmetric change";

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) => (input.Now - input.Before) / (input.Before + input.Now + _kappa);
}
