using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>The batch layer: finds the items that rise and fall from bucket to bucket.</summary>
internal sealed class TrendsCommand
{
    private readonly TrendOptions _trend = new(TrendOptions.ScoresFrom("damped"));
    private readonly Option<string> _of = ShopOption.Choice(
        "--of", "What is counted.", "items", "brands", "categories");
    private readonly Option<string> _per = ShopOption.Choice(
        "--per", "A list for the whole shop, or for each brand or category.", "shop", "brand", "category");
    private readonly Option<int> _top = ShopOption.Count("--top", 10, "Items per list.");
    private readonly Option<bool> _each = ShopOption.Flag(
        "--each", "A report for every bucket, not only for the whole range.");
    private readonly Option<string> _basis = ShopOption.Choice(
        "--basis",
        "What is compared: the last bucket with the one before or the first, or the second half with the first.",
        "day-over-day",
        "first-to-last",
        "window-over-window");

    public static Command Create(CommandBuilder builder)
    {
        var command = new TrendsCommand();
        return builder.CreateReader(
            "trends",
            "What rises, falls and is new, bucket by bucket of event time.",
            [.. command._trend.All, command._of, command._per, command._basis, command._top, command._each],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        var of = run.Get(_of);
        IdleOptions.Refuse(run, $"with --of {of}", of == "items" ? [] : [_per]);
        if (run.Get(_each))
        {
            IdleOptions.Refuse(run, "with --each, which compares every bucket with the one before", _basis);
        }

        switch (of)
        {
            case "brands":
                Run(run, run.Events.Where(next => next.Brand is not null), next => next.Brand!);
                break;
            case "categories":
                Run(run, run.Events.Where(next => next.CategoryPath is not null), next => next.CategoryPath!);
                break;
            default:
                Run(run, run.Events, next => next.Item);
                break;
        }
    }

    private void Run<TItem>(ShopRun run, IObservable<Interaction> events, Func<Interaction, TItem> itemSelector)
        where TItem : notnull
    {
        var (score, ranking) = (_trend.Score(run), _trend.Ranking(run, run.Get(_top)));
        var (size, weights) = (_trend.Bucket(run), _trend.Weights(run));

        // Buckets are the same in any order of arrival, so that nothing has to wait in one.
        var counting = _trend.Buckets(run) with { AllowedLateness = run.Input.Lateness };
        run.Input = run.Input with { Order = RowOrder.None };
        var buckets = run
            .Buckets(events, each => each.TrendBuckets(
                size, itemSelector, weights.Of, next => next.EventTime, counting))
            .Publish().RefCount();
        var closed = run.Keep(buckets);
        var reports = run.Keep(run.Get(_each)
            ? buckets.TopTrends(score, ranking)
            : buckets.TrendRange(run.Input.From, run.Input.To, score, Basis(run), ranking));
        run.Play();

        var output = new TrendsOutput<TItem>(run, closed, run.Get(_of), run.Get(_per), ranking, _trend.Zone(run));
        output.PrintBuckets();
        reports.ForEach(output.Print);
    }

    private TrendBasis Basis(ShopRun run) => run.Get(_basis) switch
    {
        "first-to-last" => TrendBasis.FirstToLast,
        "window-over-window" => TrendBasis.SecondHalfOverFirst,
        _ => TrendBasis.LastTransition,
    };
}
