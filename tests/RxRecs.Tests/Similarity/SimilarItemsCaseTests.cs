using RxRecs.Machines;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Reference system 002: its acceptance case and its own log.</summary>
[Category(Repository.DataTests)]
public sealed class SimilarItemsCaseTests
{
    [Test]
    public void Case002_Similar_IsAsRecommended()
    {
        var expected = CaseFiles.Expected("002");
        var state = new SimilarItemsState<Id, Id>();
        foreach (var each in CaseFiles.Input("002"))
        {
            state.Learn(each.User, each.Item);
        }

        Assert.That(
            Query(state, 900), Is.EqualTo(Expected(expected.GetProperty("recommended").GetProperty("similar"))));
        Assert.That(Query(state, 532647354), Is.Empty);
    }

    [Test]
    public void OpenAvenuesLog_Similar_IsAsRecommended()
    {
        var input = Repository.Data("open-avenues-log/002_readme_log_input.csv");
        var recommended = CaseFiles.Json(Repository.Data("open-avenues-log/002_readme_log_expected.json"))
            .GetProperty("recommended");
        var state = new SimilarItemsState<Id, Id>();
        var users = new Dictionary<Id, int>();
        foreach (var each in CaseFiles.Rows(input).Select(CaseFiles.ToInteraction))
        {
            state.Learn(each.User, each.Item);
            users[each.User] = users.GetValueOrDefault(each.User) + 1;
        }

        Assert.That(Query(state, 532647354), Is.Empty);
        Assert.That(state.UserCount, Is.EqualTo(recommended.GetProperty("users").GetInt32()));
        Assert.That(
            users.Count(each => each.Value > 1 && Query(state, each.Key).Count > 0),
            Is.EqualTo(recommended.GetProperty("of_these_with_any_similar_product").GetInt32()));
        foreach (var example in recommended.GetProperty("similar_examples").EnumerateObject())
        {
            Assert.That(Query(state, long.Parse(example.Name)), Is.EqualTo(Expected(example.Value)), example.Name);
        }
    }

    private static SimilarItem<Id>[] Expected(System.Text.Json.JsonElement items) =>
    [
        .. items.EnumerateArray().Select(
            each => new SimilarItem<Id>(
                each.GetProperty("product_id").GetInt64(), each.GetProperty("score").GetDouble())),
    ];

    private static List<SimilarItem<Id>> Query(SimilarItemsState<Id, Id> state, Id user)
    {
        var list = new List<SimilarItem<Id>>();
        state.Query(user, 5, list);
        return list;
    }
}
