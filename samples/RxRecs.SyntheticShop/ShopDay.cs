namespace RxRecs.SyntheticShop;

/// <summary>Spreads a day's visits over its hours: few at night, most in the evening.</summary>
public static class ShopDay
{
    private const int SecondsPerHour = 3600;

    private static readonly int[] Weights =
        [6, 3, 2, 2, 2, 3, 6, 10, 13, 15, 16, 17, 18, 17, 16, 17, 18, 20, 23, 26, 27, 24, 18, 11];
    private static readonly int Sum = Weights.Sum();

    /// <summary>Gives the time of day when a share of all visits is over.</summary>
    /// <param name="progress">The share, 0 to 1.</param>
    /// <param name="days">The days that all visits take.</param>
    /// <returns>Seconds from the first midnight.</returns>
    public static long Clock(double progress, int days)
    {
        var day = Math.Min((int)(progress * days), days - 1);
        var left = ((progress * days) - day) * Sum;
        var hour = 0;
        while (hour < 23 && left > Weights[hour])
        {
            left -= Weights[hour++];
        }

        var second = (long)Math.Min(left / Weights[hour] * SecondsPerHour, SecondsPerHour - 1);
        return (((day * 24L) + hour) * SecondsPerHour) + second;
    }
}
