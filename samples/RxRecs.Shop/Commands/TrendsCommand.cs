using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Interactions;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>What rises and what falls from bucket to bucket: the batch layer.</summary>
internal static class TrendsCommand
{
    public static Command Create(ShopHost host)
    {
        var options = new TrendOptions();
        return host.CreateCommand("trends", "What rises, falls and is new, bucket by bucket of event time.", options.All, run =>
        {
            switch (options.Of(run))
            {
                case "brands":
                    Run(run, options, run.Events.Where(next => next.Brand is not null), next => next.Brand!);
                    break;
                case "categories":
                    Run(run, options, run.Events.Where(next => next.CategoryPath is not null), next => next.CategoryPath!);
                    break;
                default:
                    Run(run, options, run.Events, next => next.Item);
                    break;
            }
        });
    }

    private static void Run<TItem>(
        ShopRun run, TrendOptions options, IObservable<Interaction> events, Func<Interaction, TItem> itemSelector)
        where TItem : notnull
    {
        var (score, ranking) = (options.Score(run), options.Ranking(run));
        var buckets = events
            .TrendBuckets(options.Bucket(run), itemSelector, next => next.EventTime, options.Buckets(run), options.Weights(run).Of)
            .Publish().RefCount();
        var closed = run.Keep(buckets);
        var reports = run.Keep(options.Each(run)
            ? buckets.TopTrends(score, ranking)
            : buckets.TrendRange(run.Input.From, run.Input.To, score, ranking, options.Basis(run)));
        run.Play();

        var output = new TrendsOutput<TItem>(run, closed, options.Of(run), options.Per(run), ranking);
        output.PrintBuckets();
        reports.ForEach(output.Print);
    }
}
