using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>
/// The endpoints that only read. Trends and lists that are there already are read from what the pipeline has swapped
/// in; what needs the newest state is a question to the pipeline's thread, and 503 where too many wait.
/// </summary>
internal sealed class Reading(LivePipeline pipeline, StatePublisher publisher, TimeProvider clock)
{
    private const int CachedItems = 20;
    private const string Overload = "Too many questions wait for the pipeline: ask again in a second.";
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    public async Task<IResult> RecommendForUser(HttpContext context, string user, int count = 10, bool why = false)
    {
        if (!Check.TryId(user, out var id))
        {
            return Problems.Bad(Problems.NotAnId(nameof(user)));
        }

        if (Check.Count(count) is { } problem)
        {
            return Problems.Bad(problem);
        }

        if (why || count > CachedItems)
        {
            return await Fresh(context, new(id, count), why);
        }

        var cached = pipeline.Lists.Find(id);
        if (cached is { IsOutdated: false } && clock.GetUtcNow() - cached.Made < FreshFor)
        {
            publisher.CountCached();
            return Answer(cached, count);
        }

        if (cached is not null && pipeline.IsBusy)
        {
            publisher.CountCached();
            return Answer(cached, count, isStale: true);
        }

        var isAsked = pipeline.TryAsk(
            machine =>
            {
                var list = Make(machine, new(id, CachedItems), why: false);
                pipeline.Lists.Put(id, list);
                return list;
            },
            out var fresh);
        return isAsked ? Answer(await fresh, count) : Problems.Busy(context, Overload);
    }

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
            return Problems.Bad("Idempotency-Key has 1 to 100 visible characters.");
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

    public async Task<IResult> FindSimilar(HttpContext context, string item, int count = 10)
    {
        if (!Check.TryId(item, out var id))
        {
            return Problems.Bad(Problems.NotAnId(nameof(item)));
        }

        if (Check.Count(count) is { } problem)
        {
            return Problems.Bad(problem);
        }

        return pipeline.TryAsk(machine => Similar(machine, id, count), out var similar)
            ? Answer(await similar, count)
            : Problems.Busy(context, Overload);
    }

    public IResult ReadTrends(string? category = null, string window = "1m")
    {
        var names = LiveRecommender.Windows.Select(each => each.Name).ToArray();
        if (!names.Contains(window, StringComparer.Ordinal) || category?.Length > 256)
        {
            return Problems.Bad($"window is one of {string.Join(", ", names)}; category a path such as apparel.shoes.");
        }

        var table = publisher.Trends.FirstOrDefault(each => each.Window == window)
            ?? new TrendTable(window, DateTimeOffset.UnixEpoch, [], [], IsComplete: false);
        var age = Math.Round(Math.Max(0, (clock.GetUtcNow() - table.AsOf).TotalMilliseconds));
        return TypedResults.Ok(new TrendAnswer(
            window, category, Within(table.Rising), Within(table.Falling), table.AsOf, age, table.IsComplete,
            pipeline.IsLogAway));

        IReadOnlyList<TrendRow> Within(IReadOnlyList<TrendRow> rows) => string.IsNullOrEmpty(category)
            ? rows
            : [.. rows.Where(row => row.Category == category
                || row.Category?.StartsWith(category + ".", StringComparison.Ordinal) == true)];
    }

    public IResult ReadInsights() => publisher.Insights is { } report
        ? TypedResults.Bytes(report, "application/json")
        : TypedResults.Problem("No minute has ended yet.", statusCode: 404);

    public async Task<IResult> Explain(HttpContext context, string user, string item)
    {
        if (!Check.TryId(user, out var who) || !Check.TryId(item, out var what))
        {
            return Problems.Bad(Problems.NotAnId("user or item"));
        }

        if (!pipeline.TryAsk(machine => Why(machine, who, what), out var explained))
        {
            return Problems.Busy(context, Overload);
        }

        return await explained is { } answer
            ? TypedResults.Ok(answer)
            : TypedResults.Problem("The item has no score for this user.", statusCode: 404);
    }

    private static ScorePart[] Parts(Recommenders.RecommendationExplanation<Id> found) =>
    [
        .. found.Contributions.Select(each => new ScorePart(
            each.Source.Name, each.Value, each.MatchedItem.IsNone ? (Id?)null : each.MatchedItem, each.Detail)),
    ];

    private async Task<IResult> Fresh(HttpContext context, RecommendationRequest<Id, Id> request, bool why) =>
        pipeline.TryAsk(machine => Make(machine, request, why), out var fresh)
            ? Answer(await fresh, request.Count)
            : Problems.Busy(context, Overload);

    private CachedList Similar(LiveMachine machine, Id item, int count)
    {
        var similar = new List<SimilarItem<Id>>();
        machine.Shop.SimilarItems.QueryAround([item], Id.None, count, similar, machine.Shop.Catalog.IsOffered);
        return new(
            [.. similar.Select(each => new ListItem(each.Item, each.Score, "held by the same users"))],
            null,
            machine.Newest,
            clock.GetUtcNow(),
            pipeline.IsReady);
    }

    private ExplainAnswer? Why(LiveMachine machine, Id user, Id item) =>
        machine.Recommender.Explain(new(user, 1), item) is { } found
            ? new(
                item, found.Score, Parts(found), found.IsFallback, found.LeftOutBy, machine.Newest, 0, pipeline.IsReady,
                pipeline.IsLogAway)
            : null;

    private CachedList Make(LiveMachine machine, RecommendationRequest<Id, Id> request, bool why)
    {
        var list = new List<Recommendation<Id>>();
        machine.Recommender.Recommend(request, list);
        var notice = list.Count == 0 ? "nothing to recommend yet"
            : list[0].Reason.IsFallback ? "nothing is known of the user: what everybody is shown"
            : null;
        var items = list.Select(each => new ListItem(each.Item, each.Score, each.Reason.Describe())
        {
            Why = why && machine.Recommender.Explain(request, each.Item) is { } found ? Parts(found) : null,
        });
        return new([.. items], notice, machine.Newest, clock.GetUtcNow(), pipeline.IsReady);
    }

    private ListResult Answer(CachedList list, int count, bool isStale = false) => new(
        list,
        count,
        Math.Max(0, Math.Round((clock.GetUtcNow() - list.Made).TotalMilliseconds)),
        isStale || pipeline.IsLogAway);
}
