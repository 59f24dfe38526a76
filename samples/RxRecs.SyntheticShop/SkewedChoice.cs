namespace RxRecs.SyntheticShop;

/// <summary>
/// Picks an index from 0, small ones more often: the chance of rank r is proportional to 1 / (r + flatness) ^ exponent
/// (Zipf-Mandelbrot, what sales in a shop look like).
/// </summary>
public sealed class SkewedChoice
{
    private readonly double[] _cumulative;

    public SkewedChoice(int count, double exponent, double flatness)
    {
        _cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
        {
            sum += Math.Pow(rank + 1 + flatness, -exponent);
            _cumulative[rank] = sum;
        }
    }

    public int Pick(Dice dice)
    {
        var found = Array.BinarySearch(_cumulative, dice.NextUnit() * _cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found, _cumulative.Length - 1);
    }
}
