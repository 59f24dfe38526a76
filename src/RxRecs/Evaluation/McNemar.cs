using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Tests two recommenders on the same events after McNemar: looks at the events where one hit and the other missed,
/// and asks whether these are shared out too unevenly for chance.
/// </summary>
/// <param name="Both">The number of events that both hit.</param>
/// <param name="FirstOnly">The number of events that only the first hit.</param>
/// <param name="SecondOnly">The number of events that only the second hit.</param>
/// <param name="Neither">The number of events that both missed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct McNemar(long Both, long FirstOnly, long SecondOnly, long Neither)
{
    /// <summary>Represents the bound of <see cref="ChiSquared"/> at a level of 5 %.</summary>
    public const double FivePercent = 3.841458820694124;

    /// <summary>Gets the number of events.</summary>
    public long Count => Both + FirstOnly + SecondOnly + Neither;

    /// <summary>
    /// Gets the test statistic (max(0, |a - b| - 1))^2 / (a + b) with a = <see cref="FirstOnly"/>, b =
    /// <see cref="SecondOnly"/>: Edwards' correction, which never makes a difference out of none. One degree of
    /// freedom; trust it from a + b of about 25. 0 where a + b is 0.
    /// </summary>
    public double ChiSquared
    {
        get
        {
            var differing = FirstOnly + SecondOnly;
            var excess = Math.Max(0.0, Math.Abs(FirstOnly - SecondOnly) - 1);
            return differing == 0 ? 0 : excess * excess / differing;
        }
    }

    /// <summary>Gets a value indicating whether the recommenders differ at a level of 5 %.</summary>
    public bool IsSignificant => ChiSquared > FivePercent;

    /// <summary>Returns the counts with one more event, or one fewer.</summary>
    /// <param name="firstHit">True if the first recommender hit.</param>
    /// <param name="secondHit">True if the second recommender hit.</param>
    /// <param name="times">The number of times: 1 to add the event, -1 to take it off.</param>
    /// <returns>The new counts.</returns>
    public McNemar With(bool firstHit, bool secondHit, int times = 1) => (firstHit, secondHit) switch
    {
        (true, true) => this with { Both = Both + times },
        (true, false) => this with { FirstOnly = FirstOnly + times },
        (false, true) => this with { SecondOnly = SecondOnly + times },
        _ => this with { Neither = Neither + times },
    };
}
