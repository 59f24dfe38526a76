using System.CommandLine;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The options of <c>trends</c> and of the recommenders: counts and scores of trends.</summary>
internal sealed class TrendOptions
{
    private const int MaxEmptyRun = 31;
    private static readonly string[] Scores = ["damped", "percent", "symmetric", "hot", "trending", "breakout"];

    private readonly Option<Duration> _bucket = ShopOption.Length(
        "--bucket", TimeSpan.FromDays(1), "How long a bucket is.");
    private readonly Option<TimeZoneInfo?> _zone = ShopOption.Zone(
        "--bucket-zone",
        "Buckets are days of this zone, such as Europe/Berlin, of 23 to 25 hours as its clocks go. Without: "
        + "a length of time from the origin, and so days in UTC.");
    private readonly Option<DateTimeOffset?> _origin = ShopOption.Date(
        "--origin", "Where bucket 0 begins; --from, or else 1970-01-01.");
    private readonly Option<KindWeights> _kinds = KindsOption.Create();
    private readonly Option<string> _score;

    private readonly Option<Duration> _halfLife = ShopOption.Length(
        "--half-life", TimeSpan.FromDays(1), "After what time a count weighs half, for hot and trending.");

    private readonly Option<int> _baseline = ShopOption.Count(
        "--baseline", 3, "Buckets that tell what is usual, for trending and breakout.");
    private readonly Option<double> _minChange = ShopOption.Number(
        "--min-change", 1, "Least change of the count, up or down.");
    private readonly Option<double> _minScore = ShopOption.Number(
        "--min-score", 0, "Least score, up or down; with percent, the least percent.");
    private readonly Option<double> _minCount = ShopOption.Number(
        "--min-count", 0, "Least count in the better of the two buckets.");
    private readonly Option<int?> _among = new("--among")
    {
        Description = "Only items among the N most popular of the last bucket rise.",
        HelpName = "N",
    };

    private readonly Option<bool> _partial = ShopOption.Flag(
        "--include-partial", "Rank a last bucket that is cut short, too.");

    public TrendOptions(params string[] scores)
    {
        _score = ShopOption.Choice("--score", "How a change is scored.", scores);
        _minScore.Aliases.Add("--min-percent");
        _among.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out var count) && count > 0))
            {
                result.AddError($"--among: '{result.Tokens[0].Value}' is not a whole number from 1.");
            }
        });
    }

    /// <summary>The scores; another first one is another default.</summary>
    public static string[] ScoresFrom(string usual) =>
        [usual, .. Scores.Where(score => score != usual)];

    public Option[] All =>
        [
            _bucket, _zone, _origin, _kinds, _score, _halfLife, _baseline, _minChange, _minScore, _minCount, _among,
            _partial,
        ];

    /// <summary>The options that nothing but trends depends on; weights of kinds tell what is popular, too.</summary>
    public IEnumerable<Option> OfTrendsAlone => All.Where(option => option != _kinds);

    public TimeSpan Bucket(ShopRun run)
    {
        var bucket = run.Get(_bucket);
        return Zone(run) is not { } zone || bucket.Span.Ticks % TimeSpan.TicksPerDay == 0
            ? bucket.Span
            : throw new UsageException(
                $"--bucket: {bucket} is not whole days, which --bucket-zone ({zone.Id}) asks for.");
    }

    /// <summary>The zone whose days buckets are made of; null where they are a length of time.</summary>
    public TimeZoneInfo? Zone(ShopRun run) => run.Get(_zone);

    public KindWeights Weights(ShopRun run) => run.Get(_kinds) ?? KindWeights.Default;

    public TrendBucketsOptions Buckets(ShopRun run) => new()
    {
        // The input is in order by now, and has counted what came too late.
        AllowedLateness = TimeSpan.Zero,
        Origin = run.Get(_origin) ?? (run.Input.From > DateTimeOffset.MinValue ? run.Input.From : null),
        TimeZone = Zone(run),
        CompleteUntil = run.Input.CompleteUntil,
        Weights = Weights(run),

        // A gap in hourly buckets is no news of hundreds of lines; what is left out is counted.
        MaxEmptyRun = MaxEmptyRun,
    };

    public TrendRankingOptions Ranking(ShopRun run, int top) => new()
    {
        Top = top,
        MinChange = run.Get(_minChange),
        MinScore = run.Get(_minScore),
        MinCount = run.Get(_minCount),
        AmongPopular = run.Get(_among),
        IncludePartial = run.Get(_partial),
    };

    /// <summary>Tells whether a score was asked for.</summary>
    public bool IsScoreGiven(ShopRun run) => run.IsGiven(_score);

    public TrendScore Score(ShopRun run)
    {
        var score = run.Get(_score);
        var where = $"with --score {score}";
        IdleOptions.Refuse(run, where, score is "hot" or "trending" ? [] : [_halfLife]);
        IdleOptions.Refuse(run, where, score is "trending" or "breakout" ? [] : [_baseline]);
        return score switch
        {
            "percent" => TrendScore.PercentChange,
            "symmetric" => TrendScore.SymmetricChange(),
            "hot" => TrendScore.Hot(run.Get(_halfLife).Span),
            "trending" => TrendScore.Trending(run.Get(_halfLife).Span, run.Get(_baseline)),
            "breakout" => TrendScore.Breakout(run.Get(_baseline)),
            _ => TrendScore.DampedChange,
        };
    }
}
