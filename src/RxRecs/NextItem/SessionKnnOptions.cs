namespace RxRecs.Recommenders;

/// <summary>
/// Configures how session-kNN weighs the sessions that resemble a visit, and their items: V-SKNN, VMIS-kNN, STAN,
/// VSTAN, or anything between them.
/// </summary>
/// <remarks>
/// The formula is in <c>docs/recommenders.md</c>. The settings were published for other shops' data: what is best for
/// your shop is found on your own events.
/// </remarks>
public sealed record SessionKnnOptions
{
    /// <summary>Gets the preset V-SKNN: later items of the visit count more, and rarer items of the sessions.</summary>
    public static SessionKnnOptions VSknn { get; } = new() { Name = "v-sknn" };

    /// <summary>Gets the preset VMIS-kNN: made for speed, by the postings of the newest thousand sessions.</summary>
    public static SessionKnnOptions VmisKnn { get; } = new()
    {
        Name = "vmis-knn",
        Sessions = 1_000,
        Neighbors = 100,
        ByPostings = true,
        VisitWeight = PositionWeight.Inverse,
        MatchWeight = PositionWeight.Linear,
        RarityWeight = 1,
        RarityAlone = true,
    };

    /// <summary>Gets the preset STAN: newer sessions count more, and what lies near the last shared item.</summary>
    public static SessionKnnOptions Stan { get; } = new()
    {
        Name = "stan",
        Cosine = true,
        VisitWeight = PositionWeight.Exponential,
        VisitRange = 1.225,
        MatchWeight = PositionWeight.Same,
        SessionRange = TimeSpan.FromDays(80),
        DistanceRange = 4.9,
        RarityWeight = 0,
    };

    /// <summary>Gets the preset VSTAN: STAN with the rarity of items and the place of the last shared one.</summary>
    public static SessionKnnOptions Vstan { get; } = Stan with
    {
        Name = "vstan",
        VisitRange = 4.9,
        MatchWeight = PositionWeight.Exponential,
        MatchRange = 1.225,
        RarityWeight = 5,
    };

    /// <summary>Gets the name of the settings in reasons. The default is <c>own session-knn</c>.</summary>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public string Name
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Name));
            field = value;
        }
    } = "own session-knn";

    /// <summary>
    /// Gets m, the number of sessions that share an item and are compared, the newest. The default is 2,500.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100,000.</exception>
    public int Sessions { get; init => field = OptionValue.Between(value, 1, 100_000); } = 2_500;

    /// <summary>Gets k, the number of these, the most similar, that items are taken from. The default is 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100,000.</exception>
    public int Neighbors { get; init => field = OptionValue.Between(value, 1, 100_000); } = 500;

    /// <summary>Gets the weight of an item of the visit in the similarity. The default is quadratic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no such weight.</exception>
    public PositionWeight VisitWeight { get; init => field = OptionValue.Defined(value); } = PositionWeight.Quadratic;

    /// <summary>
    /// Gets the number of places over which an exponential <see cref="VisitWeight"/> falls by the factor e. The default
    /// is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double VisitRange { get; init => field = OptionValue.Positive(value); } = 1;

    /// <summary>
    /// Gets a value indicating whether sessions are divided by the length of both vectors (cosine), so that short ones
    /// count more. By default, sessions are divided by the number of the visit's items alone.
    /// </summary>
    public bool Cosine { get; init; }

    /// <summary>
    /// Gets a value indicating whether the similarity of a session is that of the postings that were read to find it,
    /// so that none but the nearest are looked at, as VMIS-kNN was published. By default, each of the
    /// <see cref="Sessions"/> is looked at, and items that it shares without a posting count, too. Not with
    /// <see cref="Cosine"/> or <see cref="SessionRange"/>, which need a look at all of them.
    /// </summary>
    public bool ByPostings { get; init; }

    /// <summary>
    /// Gets the time over which a session's weight falls by the factor e. The default is zero, for the same weight at
    /// any age.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan SessionRange
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(SessionRange));
            field = value;
        }
    }

    /// <summary>
    /// Gets the weight of a session by the newest item that it shares with the visit. The default is inverse.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no such weight.</exception>
    public PositionWeight MatchWeight { get; init => field = OptionValue.Defined(value); } = PositionWeight.Inverse;

    /// <summary>
    /// Gets the number of places over which an exponential <see cref="MatchWeight"/> falls by the factor e. The default
    /// is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double MatchRange { get; init => field = OptionValue.Positive(value); } = 1;

    /// <summary>
    /// Gets the number of places from the last shared item of a session over which another item's weight falls by the
    /// factor e. The default is 0, for the same weight everywhere in the session.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double DistanceRange { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>Gets the weight of the rarity of an item, ln((S + 1) / (n + 1)). The default is 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double RarityWeight { get; init => field = OptionValue.Weight(value); } = 5;

    /// <summary>
    /// Gets a value indicating whether a score is multiplied by the weighted rarity, where that is above 0. By default,
    /// it is multiplied by one plus the weighted rarity.
    /// </summary>
    public bool RarityAlone { get; init; }

    /// <summary>Gets a value indicating whether items of the visit may be recommended. The default is true.</summary>
    public bool RecommendVisited { get; init; } = true;

    /// <summary>Refuses settings that contradict each other.</summary>
    /// <exception cref="ArgumentException">
    /// By postings, and yet with what needs a look at all sessions.
    /// </exception>
    internal void Check()
    {
        if (ByPostings && (Cosine || SessionRange > TimeSpan.Zero))
        {
            throw new ArgumentException(
                $"{nameof(ByPostings)} goes with neither {nameof(Cosine)} nor {nameof(SessionRange)}: leave it out.");
        }
    }
}
