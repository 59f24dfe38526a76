using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Tells what an event counts at its time so that, with one factor for all, what is older counts less (forward decay,
/// Cormode et al. 2009): 2^((t - t0) / half-life). The landmark t0 moves by whole half-lives, which multiplies all sums
/// by a power of two: exact, so that it changes no order.
/// </summary>
internal sealed class ForwardDecay(TimeSpan? halfLife)
{
    public const int MaxExponent = 500;
    private long _landmark = long.MinValue;
    private long _newest = long.MinValue;

    /// <summary>Tells what a sum is to be multiplied by to be as of the newest event.</summary>
    public double Scale => halfLife is null || _newest == long.MinValue ? 1 : 1 / WeightOf(_newest);

    /// <summary>Gives the weight of an event, and by which power of two all sums are to be multiplied first.</summary>
    public double Weigh(long ticks, out int power)
    {
        power = 0;
        if (halfLife is not { } span)
        {
            return 1;
        }

        _landmark = _landmark == long.MinValue ? ticks : _landmark;
        _newest = Math.Max(_newest, ticks);
        var lives = (_newest - _landmark) / span.Ticks;
        if (lives > MaxExponent)
        {
            power = (int)-Math.Min(lives, 5_000);
            _landmark += lives * span.Ticks;
        }

        return WeightOf(ticks);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_landmark);
        writer.WriteInt64(_newest);
    }

    public void Restore(SnapshotReader reader) => (_landmark, _newest) = (reader.ReadInt64(), reader.ReadInt64());

    private double WeightOf(long ticks)
    {
        // Whole and part apart: the part, and so every digit of the weight, does not depend on the landmark.
        var span = halfLife!.Value.Ticks;
        var whole = Math.DivRem(ticks - _landmark, span, out var rest);
        if (rest < 0)
        {
            (whole, rest) = (whole - 1, rest + span);
        }

        return Math.ScaleB(Math.Pow(2, (double)rest / span), (int)Math.Max(whole, -5_000));
    }
}
