namespace RxRecs.Recommenders;

/// <summary>The powers and exponentials of a pair kernel, computed once.</summary>
internal sealed class PairKernelTables
{
    private const double Smoothing = 20;
    private const int CountsKept = 4_096;
    private const int AgeBits = 10;
    private const int AgesKept = 4_096;
    private readonly PairKernelOptions _options;
    private readonly int _maxLength;
    private readonly double[] _pairs;
    private readonly double[] _recommendedWeights = new double[CountsKept];
    private readonly double[] _fineAges = new double[1 << AgeBits];
    private readonly double[] _coarseAges = new double[AgesKept];

    public PairKernelTables(PairKernelOptions options, int lastItems, int maxLength)
    {
        _options = options;
        _maxLength = maxLength;
        QueryWeights = Table(lastItems, lag => Math.Exp(-lag / options.QueryRange));
        LengthWeights = Table(maxLength + 1, length => Math.Pow(Math.Max(length, 1), -options.LengthPower));
        _pairs = new double[lastItems * Row];
        for (var lag = 0; lag < lastItems; lag++)
        {
            for (var distance = 1 - maxLength; distance < maxLength; distance++)
            {
                _pairs[(lag * Row) + maxLength - 1 + distance] = PairWeight(lag, distance);
            }
        }

        for (var count = 0; count < CountsKept; count++)
        {
            _recommendedWeights[count] = Math.Pow(count + Smoothing, -options.RecommendedItemPower);
        }

        if (options.SessionRange > 0)
        {
            _fineAges = Table(1 << AgeBits, age => Math.Exp(-age / options.SessionRange));
            _coarseAges = Table(AgesKept, age => Math.Exp(-((double)age * (1 << AgeBits)) / options.SessionRange));
        }
    }

    /// <summary>Gives what an item of the visit counts, by how many places it is before the last.</summary>
    public double[] QueryWeights { get; }

    /// <summary>Gives what a session counts, by its length.</summary>
    public double[] LengthWeights { get; }

    private int Row => (2 * _maxLength) - 1;

    /// <summary>
    /// Gives what a shared item at a place gives to each place of its session; the item is so many places before the
    /// last of the visit.
    /// </summary>
    public ReadOnlySpan<double> PairWeights(int lag, int place, int length) =>
        _pairs.AsSpan((lag * Row) + _maxLength - 1 - place, length);

    /// <summary>Gives what a shared item's weight is divided by, by its sessions.</summary>
    public double SharedPower(int sessions) => Math.Pow(sessions + Smoothing, _options.SharedItemPower);

    /// <summary>Gives what a recommended item's score is multiplied with.</summary>
    /// <param name="count">The sessions of the item.</param>
    /// <param name="sessions">The logarithm of one more than all sessions.</param>
    public double RecommendedFactor(int count, double sessions)
    {
        var weight = count < CountsKept
            ? _recommendedWeights[count]
            : Math.Pow(count + Smoothing, -_options.RecommendedItemPower);
        return _options.RarityWeight == 0
            ? weight
            : (1 + (_options.RarityWeight * (sessions - Logarithms.LogOnePlus(count)))) * weight;
    }

    /// <summary>Gives what a session counts that is so many sessions ago.</summary>
    public double AgeWeight(long age)
    {
        if (_options.SessionRange == 0 || age <= 0)
        {
            return 1;
        }

        return age < (long)AgesKept << AgeBits
            ? _coarseAges[age >> AgeBits] * _fineAges[age & ((1 << AgeBits) - 1)]
            : Math.Exp(-age / _options.SessionRange);
    }

    private static double[] Table(int length, Func<int, double> value) =>
        [.. Enumerable.Range(0, length).Select(value)];

    private double PairWeight(int lag, int distance) => distance switch
    {
        0 => _options.SelfWeight,
        > 0 when _options.LagPenalty > 0 => Lagged(distance - 1 - lag),
        > 0 when _options.ForwardPower > 0 => Math.Pow(distance, -_options.ForwardPower),
        > 0 => Math.Exp(-(distance - 1) / _options.ForwardRange),
        _ when _options.BackwardPower > 0 => _options.BackwardWeight * Math.Pow(-distance, -_options.BackwardPower),
        _ => _options.BackwardWeight * Math.Exp((distance + 1) / _options.ForwardRange),
    };

    private double Lagged(int places) => places >= 0
        ? Math.Exp(-places / _options.ForwardRange)
        : Math.Exp(places * _options.LagPenalty / _options.ForwardRange);
}
