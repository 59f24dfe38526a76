using System.Globalization;
using System.Reactive.Linq;
using System.Text.Json;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Evaluation;

/// <summary>The acceptance case of the cart recommendation: every figure of its <c>recommended</c> block.</summary>
public sealed class SessionCaseTests
{
    private const long User = 1001;

    [Test]
    public void EvaluateSessions_CartCase_GivesTheRecommendedScores()
    {
        var expected = Expected();
        var scores = Scores(expected);
        var wanted = expected.GetProperty("per_session").EnumerateArray().ToArray();
        Assert.That(
            scores.Select(one => one.Session),
            Is.EqualTo(wanted.Select(one => one.GetProperty("session").GetString())));
        foreach (var (score, one) in scores.Zip(wanted))
        {
            Assert.That(score.Recommended, Is.EqualTo(Ids(one, "recommended")));
            Assert.That(score.Relevant, Is.EqualTo(Ids(one, "ground_truth")));
            Assert.That(score.Hits, Is.EqualTo(Ids(one, "hits")));
            Assert.That(score.Precision, Is.EqualTo(Number(one, "precision")).Within(1e-12));
            Assert.That(score.Recall, Is.EqualTo(Number(one, "recall")).Within(1e-12));
        }
    }

    [Test]
    public void EvaluateSessions_CartCase_GivesTheRecommendedSummary()
    {
        var expected = Expected();
        var summary = new SessionSummary();
        foreach (var score in Scores(expected))
        {
            summary.Add(score);
        }

        Assert.That(summary.MicroPrecision, Is.EqualTo(Number(expected, "micro_precision")).Within(1e-12));
        Assert.That(summary.MicroRecall, Is.EqualTo(Number(expected, "micro_recall")).Within(1e-12));
        Assert.That(summary.MacroPrecision, Is.EqualTo(Number(expected, "macro_precision")).Within(1e-12));
        Assert.That(summary.MacroRecall, Is.EqualTo(Number(expected, "macro_recall")).Within(1e-12));
        var counts = expected.GetProperty("counts");
        Assert.That(summary.Hits, Is.EqualTo(counts.GetProperty("hits").GetInt64()));
        Assert.That(summary.Recommended, Is.EqualTo(counts.GetProperty("recommended").GetInt64()));
        Assert.That(summary.Relevant, Is.EqualTo(counts.GetProperty("relevant").GetInt64()));
        Assert.That(summary.SessionsEvaluated, Is.EqualTo(counts.GetProperty("sessions_evaluated").GetInt64()));
        Assert.That(
            summary.SessionsWithoutHistory, Is.EqualTo(counts.GetProperty("sessions_without_history").GetInt64()));
    }

    [Test]
    public void NewSession_CartCase_GivesTheRecommendedList()
    {
        var expected = Expected().GetProperty("new_session");
        var recommender = new CartThenRecentRecommender(3);
        foreach (var one in Events())
        {
            recommender.Learn(one);
        }

        var list = new List<Recommendation<Id>>();
        recommender.Recommend(User, 3, list);

        Assert.That(
            Enumerable.Reverse(recommender.LastItems(User).ToArray()), Is.EqualTo(Ids(expected, "seed_last_n")));
        Assert.That(list.Select(one => one.Item), Is.EqualTo(Ids(expected, "recommended")));
    }

    private static SessionScore<Id, string, Id>[] Scores(JsonElement expected)
    {
        var last = expected.GetProperty("N").GetInt32();
        var k = expected.GetProperty("K").GetInt32();
        var all = Events()
            .ToObservable()
            .EvaluateSessions(
                () => new CartThenRecentRecommender(last), new SessionProtocolOptions { ListLength = k })
            .ToList()
            .Wait();
        return all.Where(one => one.User == User).ToArray();
    }

    private static IEnumerable<Interaction> Events() =>
        from line in File.ReadLines(Repository.Case("001_input.csv")).Skip(1)
        let fields = line.Split(',')
        let time = DateTimeOffset.ParseExact(
            fields[0], "yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        let kind = fields[1] switch
        {
            "view" => InteractionKind.View,
            "cart" => InteractionKind.Cart,
            "remove_from_cart" => InteractionKind.Remove,
            _ => InteractionKind.Purchase,
        }
        select new Interaction(time, kind, long.Parse(fields[7]), long.Parse(fields[2])) { Session = fields[8] };

    private static JsonElement Expected()
    {
        using var file = File.OpenRead(Repository.Case("001_expected.json"));
        return JsonDocument.Parse(file).RootElement.GetProperty("recommended").Clone();
    }

    private static Id[] Ids(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(one => (Id)one.GetInt64()).ToArray();

    private static double? Number(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
