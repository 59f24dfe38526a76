using RxRecs.Csv;
using RxRecs.Recommenders;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests that every source and recommender that the console names says what its scores are made of.</summary>
[TestFixture]
[Parallelizable]
public sealed class WhyTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Five users view 1, 2 and 6 and buy 4 and 6 on one day, and buy 4 again and 5 a day later, when 5 trends. On the
    /// third day user 7 puts 3 and 6 into the cart, and user 9, who bought 4, looks at 1 and 2, of the brand of 5, and
    /// puts 3 into the cart.
    /// </summary>
    private static readonly Interaction[] Events = [.. Made().OrderBy(static each => each.EventTime)];

    private string _folder = "";

    private static IEnumerable<string> Sources => RecommenderOptions.SourceNames;

    private static IEnumerable<string> Recommenders =>
        [.. KnownRecommenders.Names, "next-item+cosine", "shop+popular"];

    private string EventFile => Path.Combine(_folder, "events.csv");

    private string TableFile => Path.Combine(_folder, "table.csv");

    private string VectorFile => Path.Combine(_folder, "vectors.csv");

    [OneTimeSetUp]
    public void WriteFiles()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-").FullName;
        File.WriteAllText(TableFile, "item,neighbor,weight\n1,5,1\n2,5,0.25\n2,6,0.5\n");
        File.WriteAllText(VectorFile, "item,v1,v2\n1,1,0\n2,3,4\n5,4,3\n6,1,1\n");
        File.WriteAllLines(EventFile, [
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session",
            .. Events.Select(static each => FormattableString.Invariant(
                $"{each.EventTime:u},{each.Kind.ToString().ToLowerInvariant()},{each.Item},,{each.CategoryPath},")
                + FormattableString.Invariant($"{each.Brand},{each.Price},{each.User},{each.Session}")),
        ]);
    }

    [OneTimeTearDown]
    public void RemoveFiles() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Recommend_EverySource_SaysWhatItsScoreIsMadeOf(
        [ValueSource(nameof(Sources))] string source,
        [Values("blend", "priority", "reciprocal-rank")] string merge)
    {
        string[] file = source switch
        {
            "table" => ["--table", TableFile],
            "vectors" => ["--vectors", VectorFile],
            _ => [],
        };
        var user = source == "bought-together" ? "7" : "9"; // 6, in the cart of 7, was bought with 4.
        var run = ShopConsole.Run(
        [
            "recommend", "--json", "--why", "--users", user, "--sources", source, "--merge", merge, "--fallback", "none",
            .. file, EventFile,
        ]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var parts = run.Json("contribution").ToLookup(each => each.Id("product_id"));
        var items = run.Json("recommendation");

        Assert.That(items, Is.Not.Empty);
        foreach (var item in items)
        {
            var of = parts[item.Id("product_id")].ToList();
            Assert.That(
                of.Sum(part => part.Number("contribution")), Is.EqualTo(item.Number("score")).Within(1e-9));
            Assert.That(
                of, Has.All.Matches<System.Text.Json.JsonElement>(part =>
                    part.GetProperty("matched_item").ValueKind != System.Text.Json.JsonValueKind.Null
                    || part.Text("detail") is not null),
                run.Output);
        }
    }

    [Test]
    public void Recommend_SimilarItems_NamesTheItemsSharedAndTheNeighbors()
    {
        var run = ShopConsole.Run("recommend", "--json", "--why", "--users", "9", "--sources", "similar", EventFile);

        var parts = run.Json("contribution");
        Assert.That(parts.Select(each => each.Number("neighbor")), Is.All.Not.Null.And.Some.GreaterThan(0));
        Assert.That(parts.Select(each => each.Id("matched_item")).Distinct(), Is.EquivalentTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Recommend_AsATable_ShowsTimesAndWhatWasCounted()
    {
        var run = ShopConsole.Run("recommend", "--why", "--users", "9", EventFile);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("2026-03-01 00:").And.Not.Contain("03/01/2026"));
        Assert.That(
            run.Output, Does.Contain("1 in the cart, added 2026-03-03").And.Contain("5 now, 1 before"));
    }

    [TestCaseSource(nameof(Recommenders))]
    public void Explain_EveryRecommender_AddsUpToTheScore(string name)
    {
        var known = new KnownRecommenders(
            new ShopRecommenderOptions(),
            [],
            new NextItemOptions(),
            new(NeighborTableFile.Read(TableFile), ItemVectorsFile.Read(VectorFile)));
        var recommender = known.Create(name);
        foreach (var each in Events)
        {
            recommender.Learn(each);
        }

        var visit = new RecommendationRequest<Id, Id>(9, 20) { Session = "9-3" };
        var around = visit with { Around = [1, 4, 6] };
        var items = Ask(recommender, visit).Concat(Ask(recommender, around)).ToList();

        Assert.That(items, Is.Not.Empty);
        foreach (var (request, item) in items)
        {
            var why = recommender.Explain(request, item.Item);
            Assert.That(why?.Score, Is.EqualTo(item.Score).Within(1e-9), item.ToString());
            Assert.That(why!.Contributions.Sum(static part => part.Value), Is.EqualTo(item.Score).Within(1e-9));
            Assert.That(why.IsFallback, Is.EqualTo(item.Reason.IsFallback));
            Assert.That(
                why.Contributions,
                Has.All.Matches<ScoreContribution<Id>>(
                    static part => !part.MatchedItem.IsNone || part.Detail is not null));
        }
    }

    private static List<(RecommendationRequest<Id, Id> Request, Recommendation<Id> Item)> Ask(
        IRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(request, list);
        return list.ConvertAll(item => (request, item));
    }

    private static IEnumerable<Interaction> Made()
    {
        for (var user = 1; user <= 5; user++)
        {
            foreach (var item in new[] { 1, 2, 6 })
            {
                yield return Of(0, user, InteractionKind.View, item);
            }

            yield return Of(0, user, InteractionKind.Purchase, 4);
            yield return Of(0, user, InteractionKind.Purchase, 6);
            yield return Of(1, user, InteractionKind.Purchase, 4);
            yield return Of(1, user, InteractionKind.Purchase, 5);
        }

        yield return Of(0, 1, InteractionKind.Cart, 5);
        yield return Of(0, 9, InteractionKind.Purchase, 4);
        yield return Of(2, 7, InteractionKind.Cart, 3);
        yield return Of(2, 7, InteractionKind.Cart, 6);
        yield return Of(2, 9, InteractionKind.View, 1);
        yield return Of(2, 9, InteractionKind.View, 2);
        yield return Of(2, 9, InteractionKind.Cart, 3);
    }

    private static Interaction Of(int day, int user, InteractionKind kind, int item) =>
        new(Start.AddHours(24 * day).AddMinutes((day * 360) + (item % 7 * 5) + user), kind, user, item)
        {
            Session = $"{user}-{day + 1}",
            Brand = item is 1 or 5 ? "x" : "y",
            CategoryPath = item < 4 ? "a.b" : "a.c",
            Price = item,
        };
}
