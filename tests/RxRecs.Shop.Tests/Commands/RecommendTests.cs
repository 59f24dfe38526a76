namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests what a list begins with, and lists for visits of which no user is known.</summary>
[Category(Repository.DataTests)]
public sealed class RecommendTests
{
    private const string Header = "event_time,event_type,product_id,user_id,user_session\n";

    /// <summary>
    /// A hundred items trend on the day before; the visitor looked at another one a minute ago.
    /// </summary>
    [Test]
    public void Recommend_WhatTheUserJustLookedAt_IsNotBuriedUnderTrends()
    {
        var flood = Enumerable.Range(100, 100).Select(item =>
            $"2020-01-01 10:{item % 60:00}:00 UTC,cart,{item},{1000 + item},\n"
            + $"2020-01-02 10:{item % 60:00}:00 UTC,cart,{item},{2000 + item},\n");
        var run = Run(
            Header + string.Concat(flood.Order(StringComparer.Ordinal)) + "2020-01-03 12:00:00 UTC,view,9,9,\n",
            "recommend", "--users", "9");

        Assert.That(run.Json("recommendation")[0].Id("product_id"), Is.EqualTo(9));
    }

    [TestCase("popular*5,history", "2 5;1 1")]
    [TestCase("popular*0.5,history:1*2", "1 2;2 0.5")]
    public void Sources_WithWeights_CountAsMuch(string sources, string expected)
    {
        const string Events = "2020-01-01 10:00:00 UTC,purchase,2,1,\n2020-01-01 10:02:00 UTC,view,1,9,\n";
        var run = Run(Header + Events, "recommend", "--merge", "blend", "--sources", sources, "--users", "9");

        var scores = run.Json("recommendation").Select(line => $"{line.Id("product_id")} {line.Number("score")}");
        Assert.That(string.Join(';', scores), Is.EqualTo(expected));
    }

    [Test]
    public void Recommend_SharedTrendFlood_BeginsWithTheItem()
    {
        var run = ShopConsole.Run("recommend", "--users", "9", "--json", Fault("trend-flood.csv"));

        var viewed = ShopConsole.Run("recent", "--users", "9", "--json", Fault("trend-flood.csv"));
        Assert.That(viewed.ExitCode, Is.Zero, viewed.Error);
        Assert.That(run.Json("recommendation")[0].Text("source"), Is.AnyOf("OpenCart", "History"));
    }

    [TestCase("complement", "", "bought-together")]
    [TestCase("substitute", "", "content")]
    [TestCase("substitute", "content", null)]
    [TestCase("fallback", "cart", null)]
    [TestCase("any", "cart", null)]
    public void Recommend_APurposeOfNoSource_SaysWhichSourceHasIt(string purpose, string sources, string? named)
    {
        string[] given = sources == "" ? [] : ["--sources", sources];
        var notices = Run(
            Header + "2019-10-01 09:00:00 UTC,purchase,1,21,s1\n", ["recommend", "--purpose", purpose, .. given])
            .Json("notice").Select(static line => line.Text("text"));

        Assert.That(notices, named is null ? Is.Empty : Is.EqualTo([
            $"No source in use is for the purpose {purpose}, so that nothing can be recommended; "
            + $"--sources with {named} gives such items.",
        ]));
    }

    [TestCase("complement", "bought-together", "3 BoughtTogether complement")]
    [TestCase("reminder", "bought-together", "1 OpenCart reminder")]
    [TestCase("substitute", "bought-together", "")]
    public void Recommend_OnePurpose_GivesItemsOfItsSourcesAlone(string purpose, string source, string expected)
    {
        const string Baskets =
            """
            2019-10-01 09:00:00 UTC,purchase,1,21,s1
            2019-10-01 09:01:00 UTC,purchase,3,21,s1
            2019-10-01 09:02:00 UTC,purchase,1,22,s2
            2019-10-01 09:03:00 UTC,purchase,3,22,s2
            2019-10-01 09:04:00 UTC,cart,1,9,s3

            """;
        var run = Run(
            Header + Baskets, "recommend", "--sources", $"cart,{source}", "--fallback", "none", "--users", "9",
            "--purpose", purpose);

        var items = run.Json("recommendation")
            .Select(line => $"{line.Id("product_id")} {line.Text("source")} {line.Text("purpose")}");
        Assert.That(string.Join(';', items), Is.EqualTo(expected), run.Error);
    }

    [Test]
    public void Evaluate_SharedTrendFlood_IsAHit()
    {
        var run = ShopConsole.Run("evaluate", "--users", "9", "--json", Fault("trend-flood.csv"));

        var all = run.Json("evaluation").First(
            line => line.Text("scope") == "all events" && line.Text("recommender") == "shop");
        Assert.That(all.Number("hit_rate"), Is.EqualTo(1));
    }

    [Test]
    public void Recommend_SharedOwnItems_OffersNothingBought()
    {
        var run = ShopConsole.Run("recommend", "--users", "1", "--json", Fault("own-items.csv"));

        Assert.That(
            run.Json("recommendation").Select(line => line.Id("product_id")),
            Is.EquivalentTo(new[] { 1, 2, 3, 4, 5 }), "what was looked at, and never 9, which was bought");
    }

    [Test]
    public void Recommend_SharedSessions_AreServedWithoutAWord()
    {
        var run = ShopConsole.Run("recommend", "--json", Fault("sessions.txt"));

        var lists = run.Json("recommendation").ToLookup(line => line.Text("session_id"));
        Assert.That(lists, Has.Exactly(2).Items);
        Assert.That(lists.SelectMany(list => list), Has.None.Matches<System.Text.Json.JsonElement>(
            line => line.GetProperty("fallback").GetBoolean()));
    }

    [Test]
    public void Recommend_NoEventHasAUser_GivesTheLongestSessions()
    {
        var run = Run(Anonymous, "recommend", "--count", "1");

        Assert.That(
            run.Json("recommendation").Select(line => (line.Text("session_id"), line.Id("product_id"))).Take(2),
            Is.EqualTo(new[] { ("long", 3L), ("long", 2L) }));
    }

    [Test]
    public void Recommend_NamedSession_GetsWhatComesNext()
    {
        var run = Run(Anonymous, "recommend", "--sessions", "short");

        Assert.That(
            run.Json("recommendation").Select(line => (line.Id("product_id"), line.Text("source"))),
            Has.Member((2L, "NextItem")).And.Member((1L, "History")));
    }

    [Test]
    public void Recommend_UnknownSession_SaysSo()
    {
        var run = Run(Anonymous, "recommend", "--sessions", "never");

        Assert.That(run.Output + run.Error, Does.Contain("Unknown session never"));
    }

    private const string Anonymous = Header
        + "2020-01-01 10:00:00 UTC,view,1,,long\n"
        + "2020-01-01 10:01:00 UTC,view,2,,long\n"
        + "2020-01-01 10:02:00 UTC,view,3,,long\n"
        + "2020-01-01 10:03:00 UTC,view,1,,short\n";

    private static ShopConsole Run(string content, params string[] command)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid() + ".csv");
        File.WriteAllText(file, content);
        try
        {
            return ShopConsole.Run([.. command, "--json", file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Gives the path of a small input that went wrong elsewhere; skips the test where it is absent.</summary>
    private static string Fault(string name) => Repository.Data(Path.Combine("..", "spec", "cases", "faults", name));
}
