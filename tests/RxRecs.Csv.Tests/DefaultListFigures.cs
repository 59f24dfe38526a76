using System.Reactive.Linq;
using RxRecs.Recommenders;

namespace RxRecs.Csv.Tests;

/// <summary>Prints what the default list reaches on public data, beside what each of its parts reaches alone.</summary>
[Explicit("Prints figures: minutes of work.")]
public sealed class DefaultListFigures
{
    private static readonly InteractionKind[] Buys = [InteractionKind.Cart, InteractionKind.Purchase];
    private static readonly InteractionKind[] Views = [InteractionKind.View];

    private static readonly (string Name, Func<IRecommender<Interaction, Id, Id>> Make)[] Compared =
    [
        ("default", static () => new ShopRecommender()),
        ("history", static () => Alone(RecommendationSource.History)),
        ("trends", static () => Alone(RecommendationSource.Trending)),
        ("popularity", static () => Alone(RecommendationSource.Popular)),
        ("next items", static () => new NextItemRecommender()),
    ];

    [Test]
    [Combinatorial]
    public void Print(
        [Values(
            "retailrocket/sampled_events.csv",
            "rees46-cosmetics/2019-Oct.csv",
            "rees46-cosmetics/2019-Nov.csv",
            "rees46-multicategory/2019-Oct.csv")]
        string path,
        [Values] bool ofViews)
    {
        var events = Sorted(path);
        foreach (var (name, make) in Compared)
        {
            var means = Evaluate(events, make, ofViews ? Views : Buys);
            TestContext.Out.WriteLine(
                FormattableString.Invariant(
                    $"{path} {(ofViews ? "view" : "cart,purchase")} {name}: {means.HitRate:F4} {means.Mrr:F4}"));
        }
    }

    /// <summary>Reads the events of a file in order of event time, those of one instant as they stand there.</summary>
    internal static List<Interaction> Sorted(string path) =>
        [.. Reading.OfFile(Repository.Data(path), new ShopFileOptions { AllowShortRows = true })
            .Events.OrderBy(static each => each.EventTime)];

    internal static MetricMeans Evaluate(
        IEnumerable<Interaction> events, Func<IRecommender<Interaction, Id, Id>> make, InteractionKind[] targets) =>
        events.ToObservable()
            .EvaluatePrequentially(make, next => targets.Contains(next.Kind))
            .Summarize()
            .Wait()
            .Overall;

    internal static MetricMeans EvaluateNextItems(
        IEnumerable<Interaction> events, Func<IRecommender<Interaction, Id, Id>> make)
    {
        var summary = new NextItemSummary<Id>(["one"]);
        events.ToObservable().EvaluateNextItems(() => [make()]).ForEachAsync(summary.Add).Wait();
        return summary.Scores()[0].Means;
    }

    /// <summary>Makes a recommender of one source alone, which leaves out what the default leaves out.</summary>
    internal static ShopRecommender Alone(RecommendationSource source) =>
        new(new ShopRecommenderOptions { Sources = [new(source)], Fallbacks = [new(source)] });
}
