using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>
/// The endpoints that only read. Trends and lists that are there already are read from what the pipeline has swapped
/// in; what needs the newest state is a question to the pipeline's thread, and 503 where too many wait.
/// </summary>
internal sealed class Reading(
    LivePipeline pipeline, StatePublisher publisher, RequestLimits limits, TimeProvider clock)
{
    /// <summary>The items of a list that is kept.</summary>
    public const int CachedItems = 20;

    private const string Overload = "Too many questions wait for the pipeline: ask again in a second.";
    private const string NoAnswer = "The pipeline does not answer now: ask again in a second.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    // Every event may change what an item is like: as fresh as trends are.
    private static readonly TimeSpan NeighborsFreshFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(2);

    // Of the pipeline's thread.
    private readonly List<Recommendation<Id>> _list = [];
    private readonly List<SimilarItem<Id>> _similar = [];
    private readonly List<ListItem> _items = [];

    public Task<IResult> RecommendForUser(HttpContext context, string user, int count = 10, bool why = false)
    {
        if (!Check.TryId(user, out var id))
        {
            return Task.FromResult(Problems.Bad(Problems.NotAnId(nameof(user))));
        }

        if (Check.Count(count) is { } problem)
        {
            return Task.FromResult(Problems.Bad(problem));
        }

        return why || count > CachedItems ? Fresh(context, new(id, count), why)
            : FindForUser(id, count) is { } cached ? Task.FromResult<IResult>(cached)
            : Renew(context, id, count);
    }

    /// <summary>Gives a user's list of at most <see cref="CachedItems"/>, where one is there that may be
    /// given.</summary>
    public ListResult? FindForUser(Id user, int count) => Cached(pipeline.Lists, user, count, FreshFor);

    public async Task<IResult> Recommend(HttpContext context, ListRequest request)
    {
        var (around, excluded) = (request.Around ?? [], request.Excluded ?? []);
        var count = request.Count ?? 10;
        if (Check.Count(count) is { } problem)
        {
            return Problems.Bad(problem);
        }

        if (!Check.TryKey(context.Request, out _))
        {
            return Problems.Bad(Check.NotAKey);
        }

        var ids = around.Concat(excluded).Concat(request.User is { } user ? [user] : []);
        if (around.Count > Check.MostItems || excluded.Count > 1_000 || !ids.All(Messages.ShopMessageFormat.IsClean)
            || request.Session?.Length > 256 || !Messages.ShopMessageFormat.IsClean(request.Session))
        {
            return Problems.Bad(
                "around has at most 100 ids, excluded 1,000, session 256 characters; none has control characters.");
        }

        return await Fresh(
            context,
            new(request.User ?? Id.None, count)
            {
                Session = request.Session,
                Around = around,
                Excluded = excluded.Count == 0 ? null : excluded.ToHashSet(),
            },
            request.Why);
    }

    public async Task<IResult> RecommendNext(HttpContext context, string items, int count = 10, bool why = false)
    {
        if (!Check.TryIds(items, out var around))
        {
            return Problems.Bad("items are 1 to 100 ids with commas between, the newest last.");
        }

        return Check.Count(count) is { } problem
            ? Problems.Bad(problem)
            : await Fresh(context, new(Id.None, count) { Around = around }, why);
    }

    public Task<IResult> FindSimilar(HttpContext context, string item, int count = 10)
    {
        if (!Check.TryId(item, out var id))
        {
            return Task.FromResult(Problems.Bad(Problems.NotAnId(nameof(item))));
        }

        if (Check.Count(count) is { } problem)
        {
            return Task.FromResult(Problems.Bad(problem));
        }

        return count > CachedItems ? FreshNeighbors(context, id, count)
            : Cached(pipeline.Neighbors, id, count, NeighborsFreshFor) is { } cached
                ? Task.FromResult<IResult>(cached)
            : RenewNeighbors(context, id, count);
    }

    public IResult ReadTrends(string? category = null, string window = "1m")
    {
        var names = LiveRecommender.Windows.Select(each => each.Name).ToArray();
        if (!names.Contains(window, StringComparer.Ordinal) || category?.Length > 256)
        {
            return Problems.Bad($"window is one of {string.Join(", ", names)}; category a path such as apparel.shoes.");
        }

        var (now, table) = (clock.GetUtcNow(), publisher.Trends.First(each => each.Window == window));
        return TypedResults.Ok(new TrendAnswer(
            window, category, Within(table.Rising), Within(table.Falling), table.AsOf, ListResult.Age(table.Made, now),
            table.IsComplete, IsBehind(now)));

        IReadOnlyList<TrendRow> Within(IReadOnlyList<TrendRow> rows) => string.IsNullOrEmpty(category)
            ? rows
            : [.. rows.Where(row => row.Category == category
                || row.Category?.StartsWith(category + ".", StringComparison.Ordinal) == true)];
    }

    public IResult ReadInsights()
    {
        var now = clock.GetUtcNow();
        return publisher.Insights is { } insights
            ? TypedResults.Ok(new InsightAnswer(
                insights.Report, insights.AsOf, ListResult.Age(insights.Made, now), insights.IsComplete, IsBehind(now)))
            : TypedResults.Problem("No minute has ended yet.", statusCode: 404);
    }

    public async Task<IResult> Explain(HttpContext context, string user, string item)
    {
        if (!Check.TryId(user, out var who) || !Check.TryId(item, out var what))
        {
            return Problems.Bad(Problems.NotAnId("user or item"));
        }

        return await Ask(context, machine => Why(machine, who, what), IResult (answer) => answer is null
            ? TypedResults.Problem("The item has no score for this user.", statusCode: 404)
            : TypedResults.Ok(answer));
    }

    private static ScorePart[] Parts(Recommenders.RecommendationExplanation<Id> found) =>
    [
        .. found.Contributions.Select(each => new ScorePart(
            each.Source.Name, each.Value, each.MatchedItem.IsNone ? (Id?)null : each.MatchedItem, each.Detail)),
    ];

    private Task<IResult> Fresh(HttpContext context, RecommendationRequest<Id, Id> request, bool why) =>
        Ask(context, machine => new CachedList(Make(machine, request, why)), list => Answer(list, request.Count));

    /// <summary>Lets the pipeline's thread answer; 503 where it has no room, no time, or has ended.</summary>
    private async Task<IResult> Ask<T>(
        HttpContext context, Func<LiveMachine, T> question, Func<T, IResult> answer)
    {
        var address = RequestLimits.AddressOf(context);
        if (!limits.TryEnter(address))
        {
            return Problems.TooMany(context, TimeSpan.Zero, "Too many questions of this address wait.");
        }

        try
        {
            if (!pipeline.TryAsk(question, out var asked))
            {
                return Problems.Busy(context, Overload);
            }

            return answer(await asked.WaitAsync(Patience, clock, context.RequestAborted));
        }
        catch (Exception error) when (error is TimeoutException or PipelineEndedException)
        {
            return Problems.Busy(context, NoAnswer);
        }
        finally
        {
            limits.Leave(address);
        }
    }

    private ListContent Similar(LiveMachine machine, Id item, int count)
    {
        machine.Shop.SimilarItems.QueryAround([item], Id.None, count, _similar, machine.Shop.Catalog.IsOffered);
        _items.Clear();
        foreach (var each in _similar)
        {
            _items.Add(new(each.Item, each.Score, "held by the same users"));
        }

        return Content(machine, null);
    }

    private ExplainAnswer? Why(LiveMachine machine, Id user, Id item) =>
        machine.Recommender.Explain(new(user, 1), item) is { } found
            ? new(
                item, found.Score, Parts(found), found.IsFallback, found.LeftOutBy, machine.Newest, 0, pipeline.IsReady,
                IsBehind(clock.GetUtcNow()))
            : null;

    private ListContent Make(LiveMachine machine, in RecommendationRequest<Id, Id> request, bool why)
    {
        machine.Recommender.Recommend(request, _list);
        _items.Clear();
        foreach (var each in _list)
        {
            _items.Add(new(each.Item, each.Score, each.Reason.Describe())
            {
                Why = why && machine.Recommender.Explain(request, each.Item) is { } found ? Parts(found) : null,
            });
        }

        return Content(machine, _list.Count == 0 ? "nothing to recommend yet"
            : _list[0].Reason.IsFallback ? "nothing is known of the user: what everybody is shown"
            : null);
    }

    private ListContent Content(LiveMachine machine, string? notice) =>
        new(_items, notice, machine.Newest, clock.GetUtcNow(), pipeline.IsReady);

    /// <summary>Gives a list that is there: a fresh one, or any where the pipeline has no time.</summary>
    private ListResult? Cached(ListCache cache, Id key, int count, TimeSpan freshFor)
    {
        if (cache.Find(key) is not { } list)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var isFresh = !list.IsOutdated && now.UtcTicks - list.MadeTicks < freshFor.Ticks;
        if (!isFresh && !pipeline.IsBusy)
        {
            return null;
        }

        publisher.CountCached();
        return Answer(list, count, now, isStale: !isFresh);
    }

    // Apart from the endpoints: there the questions would be allocated for lists that are there, too.
    private Task<IResult> Renew(HttpContext context, Id user, int count) =>
        Keep(context, pipeline.Lists, user, count, machine => Make(machine, new(user, CachedItems), why: false));

    private Task<IResult> RenewNeighbors(HttpContext context, Id item, int count) =>
        Keep(context, pipeline.Neighbors, item, count, machine => Similar(machine, item, CachedItems));

    private Task<IResult> FreshNeighbors(HttpContext context, Id item, int count) =>
        Ask(context, machine => new CachedList(Similar(machine, item, count)), list => Answer(list, count));

    /// <summary>Lets the pipeline's thread make a list and keep it.</summary>
    private Task<IResult> Keep(
        HttpContext context, ListCache cache, Id key, int count, Func<LiveMachine, ListContent> make) =>
        Ask(context, machine => cache.Put(key, make(machine)), list => Answer(list, count));

    private ListResult Answer(CachedList list, int count) => Answer(list, count, clock.GetUtcNow(), isStale: false);

    private ListResult Answer(CachedList list, int count, DateTimeOffset now, bool isStale) =>
        new(list, count, now, isStale || IsBehind(now));

    /// <summary>Tells whether the newest events may be unknown: the log does not answer, or the pipeline waits for its
    /// store.</summary>
    private bool IsBehind(DateTimeOffset now) =>
        pipeline.IsLogAway || (publisher.State is { } state && now - state.At > BehindAfter);
}
