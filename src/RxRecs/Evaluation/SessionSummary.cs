namespace RxRecs.Recommenders;

/// <summary>
/// Sums up the scores of sessions. <i>Micro</i> figures divide sums over all evaluated sessions, so that long
/// sessions weigh more; <i>macro</i> figures are means over evaluated sessions. All are 0 without an evaluated session.
/// </summary>
public sealed class SessionSummary
{
    private double _precision;
    private double _precisionAtK;
    private double _recall;
    private long _positions;

    /// <summary>Gets the number of hits in all evaluated sessions.</summary>
    public long Hits { get; private set; }

    /// <summary>Gets the number of items recommended in all evaluated sessions.</summary>
    public long Recommended { get; private set; }

    /// <summary>Gets the number of relevant items in all evaluated sessions.</summary>
    public long Relevant { get; private set; }

    /// <summary>Gets the number of sessions that were evaluated.</summary>
    public long SessionsEvaluated { get; private set; }

    /// <summary>Gets the number of sessions that were left out because the user had no history.</summary>
    public long SessionsWithoutHistory { get; private set; }

    /// <summary>Gets the number of sessions that were left out because the list was empty.</summary>
    public long SessionsWithoutList { get; private set; }

    /// <summary>Gets the number of sessions that were left out because nothing was relevant.</summary>
    public long SessionsWithoutRelevant { get; private set; }

    /// <summary>Gets hits / items recommended.</summary>
    public double MicroPrecision => Ratio(Hits, Recommended);

    /// <summary>Gets hits / (K times evaluated sessions).</summary>
    public double MicroPrecisionAtK => Ratio(Hits, _positions);

    /// <summary>Gets hits / relevant items.</summary>
    public double MicroRecall => Ratio(Hits, Relevant);

    /// <summary>Gets the mean of the sessions' precision.</summary>
    public double MacroPrecision => Ratio(_precision, SessionsEvaluated);

    /// <summary>Gets the mean of the sessions' precision at K.</summary>
    public double MacroPrecisionAtK => Ratio(_precisionAtK, SessionsEvaluated);

    /// <summary>Gets the mean of the sessions' recall.</summary>
    public double MacroRecall => Ratio(_recall, SessionsEvaluated);

    /// <summary>Adds the score of a session.</summary>
    /// <param name="score">The score of the session.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TSession">The sessions' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    public void Add<TUser, TSession, TItem>(SessionScore<TUser, TSession, TItem> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        switch (score.Outcome)
        {
            case SessionOutcome.NoHistory:
                SessionsWithoutHistory++;
                return;
            case SessionOutcome.NothingRecommended:
                SessionsWithoutList++;
                return;
            case SessionOutcome.NothingRelevant:
                SessionsWithoutRelevant++;
                return;
        }

        SessionsEvaluated++;
        Hits += score.Hits.Count;
        Recommended += score.Recommended.Count;
        Relevant += score.Relevant.Count;
        _positions += score.ListLength;
        _precision += score.Precision!.Value;
        _precisionAtK += score.PrecisionAtK!.Value;
        _recall += score.Recall!.Value;
    }

    private static double Ratio(double part, long whole) => whole == 0 ? 0 : part / whole;
}
