namespace RxRecs;

/// <summary>
/// The upper tail of the Poisson distribution as <c>-log10 P(X &gt;= c)</c>. P is the regularised lower incomplete
/// gamma function P(c, lambda), which also gives counts that are no whole numbers a meaning. Everything stays in
/// logarithms, so a chance of 10^-1,000,000 is a number like any other; large arguments go through the deviance, so no
/// two large terms cancel. Relative error about 1e-12 up to counts of 1e9; cost about the square root of the count near
/// the expectation, less elsewhere.
/// </summary>
internal static class PoissonTail
{
    private const double Epsilon = 1e-17;
    private const double StirlingFrom = 16;
    private static readonly double LogOfTwoPi = Math.Log(2 * Math.PI);

    /// <summary>
    /// Tells how surprising a count of at least <paramref name="count"/> is, where <paramref name="expected"/> is
    /// expected.
    /// </summary>
    public static double Surprise(double count, double expected)
    {
        if (count <= 0 || double.IsNaN(expected))
        {
            return 0;
        }

        if (expected <= 0)
        {
            return double.PositiveInfinity;
        }

        var log = LogTerm(count, expected);
        var tail = expected < count + 1
            ? log + Math.Log(Series(count, expected))
            : LogOfOneMinus(Math.Exp(log + Math.Log(count) + Math.Log(Fraction(count, expected))));
        return Math.Max(0, -tail / Math.Log(10)) + 0.0;
    }

    /// <summary><c>ln(x^a e^-x / Gamma(a + 1))</c>: for a whole a the chance of exactly a.</summary>
    private static double LogTerm(double a, double x)
    {
        if (a < StirlingFrom)
        {
            return a * Math.Log(x) - x - LogGammaOfOnePlus(a);
        }

        return -a * Deviance((x - a) / a) - 0.5 * (LogOfTwoPi + Math.Log(a)) - StirlingError(a);
    }

    /// <summary><c>1 + x/(a+1) + x^2/((a+1)(a+2)) + …</c>, for x below a + 1.</summary>
    private static double Series(double a, double x)
    {
        double sum = 1;
        double term = 1;
        for (var n = 1; term > sum * Epsilon; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>The continued fraction of <c>Gamma(a, x) e^x x^-a</c> by Lentz's method, for x from a + 1 on.</summary>
    private static double Fraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = double.MaxValue;
        var d = 1 / b;
        var value = d;
        double change = 0;
        for (var n = 1; Math.Abs(change - 1) > 1e-15; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = 1 / (numerator * d + b);
            c = b + numerator / c;
            change = c * d;
            value *= change;
        }

        return value;
    }

    /// <summary><c>m - ln(1 + m)</c> without cancellation near 0.</summary>
    private static double Deviance(double m)
    {
        if (Math.Abs(m) > 0.1)
        {
            return m - Math.Log(1 + m);
        }

        var v = m / (2 + m);
        var square = v * v;
        var power = v * square;
        double sum = 0;
        for (var k = 3; k < 40 && power != 0; k += 2)
        {
            sum += power / k;
            power *= square;
        }

        return m * v - 2 * sum;
    }

    /// <summary>Gives what Stirling's formula leaves of <c>ln Gamma(a + 1)</c>.</summary>
    private static double StirlingError(double a)
    {
        var square = 1 / (a * a);
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - square / 1188) * square) * square) * square) / a;
    }

    private static double LogGammaOfOnePlus(double a)
    {
        double product = 1;
        while (a < StirlingFrom)
        {
            product *= ++a;
        }

        return a * Math.Log(a) - a + 0.5 * (LogOfTwoPi + Math.Log(a)) + StirlingError(a) - Math.Log(product);
    }

    private static double LogOfOneMinus(double q)
    {
        var rest = 1 - q;
        return rest == 1 ? -q : Math.Log(rest) * -q / (rest - 1);
    }
}
