using RxRecs.Recommenders;

namespace RxRecs.Shop.Tuning;

/// <summary>The figures that a set of options has reached on the validation part.</summary>
/// <param name="Number">Which trial it was, from 1.</param>
/// <param name="Options">The options.</param>
/// <param name="Events">How many events were predicted.</param>
/// <param name="HitRate">The hit rate.</param>
/// <param name="Mrr">The mean reciprocal rank.</param>
internal sealed record Trial(int Number, NextItemOptions Options, long Events, double HitRate, double Mrr)
{
    /// <summary>Tries options: learns the one part, then predicts the other, event by event.</summary>
    /// <param name="number">Which trial it is.</param>
    /// <param name="options">The options.</param>
    /// <param name="events">All events, in order.</param>
    /// <param name="validFrom">When the validation part begins.</param>
    /// <param name="protocol">How lists are asked for.</param>
    /// <param name="seen">Told of every event.</param>
    /// <param name="stop">Ends the trial.</param>
    /// <returns>The outcome; null where it was stopped.</returns>
    public static Trial? Run(
        int number,
        NextItemOptions options,
        IReadOnlyList<Interaction> events,
        DateTimeOffset validFrom,
        NextItemProtocolOptions protocol,
        Action seen,
        CancellationToken stop)
    {
        var (count, hits, reciprocal) = (0L, 0L, 0.0);
        using var source = new System.Reactive.Subjects.Subject<Interaction>();
        using var subscription = source
            .EvaluateNextItems(() => [new NextItemRecommender(options)], next => next.EventTime >= validFrom, protocol)
            .Subscribe(result =>
            {
                var rank = result.Verdicts[0].Rank;
                count++;
                hits += rank > 0 ? 1 : 0;
                reciprocal += rank > 0 ? 1.0 / rank : 0;
            });
        foreach (var next in events)
        {
            if (stop.IsCancellationRequested)
            {
                return null;
            }

            source.OnNext(next);
            seen();
        }

        source.OnCompleted();
        return new(number, options, count, hits / Math.Max(1.0, count), reciprocal / Math.Max(1, count));
    }
}
