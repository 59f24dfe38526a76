using System.Buffers;
using System.Text.Json;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>The commands on the acceptance cases of the reference systems give the expected values.</summary>
[TestFixture]
[Parallelizable]
public sealed class CaseTests
{
    [TestCase("damped", 1, 0)]
    public void Trends_Of002_AreTheRecommendedTransitions(string score, int minChange, int minCount)
    {
        var expected = Expected("002").GetProperty("trending_items");
        var run = ShopConsole.Run(
            "trends", "--json", "--each", "--bucket", "7d", "--from", "2019-11-01", "--to", "2019-12-01",
            "--kinds", "purchase", "--score", score,
            "--min-change", $"{minChange}", "--min-count", $"{minCount}", "--include-partial",
            Repository.Case("002_input.csv"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var start = new DateTime(2019, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var transition in expected.EnumerateObject())
        {
            var bucket = int.Parse(transition.Name) + 1;
            var found = run.Json("trend")
                .Where(line => line.Text("direction") != "new"
                    && line.GetProperty("now_start").GetDateTime() == start.AddDays(7 * bucket))
                .ToDictionary(line => line.Id("product_id"), line => line.Number("score"));
            var wanted = transition.Value.EnumerateObject().ToDictionary(
                item => long.Parse(item.Name), item => (double?)item.Value.GetDouble());
            Assert.That(found, Is.EquivalentTo(wanted), $"bucket {bucket}");
        }
    }

    [Test]
    public void Trends_Of002_LastBucketIsPartialAndLeftOut()
    {
        var run = ShopConsole.Run(
            "trends", "--json", "--bucket", "7d", "--from", "2019-11-01", "--to", "2019-12-01", "--kinds", "purchase",
            Repository.Case("002_input.csv"));

        var falling = run.Json("trend").Where(line => line.Text("direction") == "falling").ToList();
        Assert.That(
            run.Json("bucket").Single(line => line.GetProperty("partial").GetBoolean()).Id("index"), Is.EqualTo(4));
        Assert.That(run.Json("trend").Where(line => line.Text("direction") == "rising"), Is.Empty);
        Assert.That(falling.Single().Id("product_id"), Is.EqualTo(4100346));
        Assert.That(falling.Single().Number("score"), Is.EqualTo(-0.5));
    }

    [Test]
    public void Attribute_Of004_CreditsTheFirstViewOfTheHourBeforeAndKeepsAllPurchases()
    {
        var run = Attribute004();

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.Json("attribution").Select(line => line.Text("viewed") is { } time ? time[11..16] : "none"),
            Is.EqualTo(new[] { "09:30", "11:50", "11:50", "none" }));
        Assert.That(
            run.Json("attribution").Select(line => $"{line.Id("user_id")} {line.GetProperty("lag")}"),
            Is.EqualTo(new[] { "3 3600", "5 0", "5 3600", "5 " }));
        Assert.That(
            run.Json("attributed_revenue").Select(line => (line.Id("product"), line.Number("attributed_revenue"))),
            Is.EqualTo(new[] { (101L, 20d), (202L, 10.5) }));
        Assert.That(run.Json("attribution_total").Single().Number("revenue"), Is.EqualTo(35.5));
    }

    [Test]
    public void Attribute_Of004_PutsTheRowsOfUserAndProductThatHeldThenBeside()
    {
        var lines = Attribute004().Json("attribution");

        Assert.That(lines.Select(line => line.GetProperty("user").GetRawText()), Is.EqualTo(new[]
        {
            """{"first_name":"Ada","last_name":"North, jr.","region":"coast"}""",
            """{"first_name":"Ben","last_name":"West","region":"hills"}""",
            """{"first_name":"Ben","last_name":"West","region":"coast"}""",
            """{"first_name":"Ben","last_name":"West","region":"coast"}""",
        }));
        Assert.That(lines.Select(line => line.GetProperty("product").GetRawText()), Is.EqualTo(new[]
        {
            """{"product_name":"lamp","product_category":"home"}""", "null", "null", "null",
        }));
    }

    [Test]
    public void Attribute_LastTouchAndTables_AreSaidToAPerson()
    {
        var run = ShopConsole.Run(["attribute", "--last-touch", .. Input004()]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain(" 09:45:00 ").And.Contain("not before").And.Contain("Ada, North"));
        Assert.That(run.Output, Does.Contain("3 of 4 purchases followed a view"));
    }

    [Test]
    public void Attribute_TableWithoutItsColumn_SaysWhatItFound()
    {
        var run = ShopConsole.Run(
            "attribute", "--users", Repository.Case("001_input.csv"), "--products", Repository.Case("004_users.csv"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain("no column product_id; found user_id, first_name"));
    }

    [Test]
    public void Attribute_TableNotThereEmptyOrAFolder_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("rxrecs-shop-").FullName;
        try
        {
            var empty = Path.Combine(folder, "empty.csv");
            File.WriteAllText(empty, "");
            foreach (var (table, problem) in new[]
                {
                    (Path.Combine(folder, "none.csv"), "no such file"), (empty, "the file is empty"), (folder, "directory"),
                })
            {
                var run = ShopConsole.Run("attribute", "--users", table, Repository.Case("001_input.csv"));

                Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
                Assert.That(run.Error, Does.Contain(table).And.Contain(problem));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("10", new long[] { 502, 501 })]
    [TestCase("100", new long[] { 502, 501 })]
    [TestCase("100.5", new long[] { 502 })]
    public void Trends_Of003_AreRankedByPercent(string minPercent, long[] expected)
    {
        var run = Trends003("--score", "percent", "--min-percent", minPercent, "--among", "10");

        var rising = run.Json("trend").Where(line => line.Text("direction") == "rising").ToList();
        Assert.That(rising.Select(line => line.Id("product_id")), Is.EqualTo(expected));
        Assert.That(rising[0].Number("score"), Is.EqualTo(200));
        Assert.That(rising[0].Text("item_brand"), Is.EqualTo("italwax"));
        var newItem = run.Json("trend").Single(line => line.Text("direction") == "new");
        Assert.That((newItem.Id("product_id"), newItem.Number("now"), newItem.Number("score")),
            Is.EqualTo((504, 2.0, (double?)null)));
    }

    [TestCase("first-to-last", "501:100 503:100")]
    [TestCase("window-over-window", "503:300 501:200")]
    public void Trends_Of003_OnAnotherBasis(string basis, string expected)
    {
        var run = Trends003("--score", "percent", "--basis", basis);

        var rising = run.Json("trend").Where(line => line.Text("direction") == "rising");
        Assert.That(
            string.Join(' ', rising.Select(line => $"{line.Id("product_id")}:{line.Number("score")}")),
            Is.EqualTo(expected));
    }

    [TestCase("50", "recent_brands_cap50")]
    [TestCase("2", "recent_brands_cap2")]
    public void Recent_Of003_AreTheLastBrands(string last, string expectedName)
    {
        var run = ShopConsole.Run(
            "recent", "--json", "--what", "brands", "--raw", "--oldest-first", "--last", last, "--to", "2019-11-05",
            "--users", "1,2,3,4,5,6,7,8", Repository.Case("003_input.csv"));

        var found = run.Json("recent").ToDictionary(line => $"{line.Id("user_id")}", line => line.Texts("brands"));
        foreach (var user in Expected("003").GetProperty(expectedName).EnumerateObject())
        {
            Assert.That(found[user.Name], Is.EqualTo(user.Value.EnumerateArray().Select(brand => brand.GetString())),
                $"user {user.Name}");
        }

        Assert.That(run.Json("notice").Single().Text("text"), Does.StartWith("Unknown user 8"));
    }

    [TestCase(true, "last_n_raw_oldest_first")]
    [TestCase(false, "last_n_distinct_oldest_first")]
    public void Recent_Of001_AreTheLastItems(bool raw, string expectedName)
    {
        string[] args = ["recent", "--json", "--oldest-first", "--last", "3", "--users", "1001",
            Repository.Case("001_input.csv")];
        var run = ShopConsole.Run(raw ? [.. args, "--raw"] : args);

        Assert.That(
            run.Json("recent").Single().Ids("items"), Is.EqualTo(Ids(Expected("001").GetProperty(expectedName))));
    }

    [TestCase(false, "open_cart_at_end_newest_first")]
    [TestCase(true, "open_cart_at_end_oldest_first")]
    public void Carts_Of001_AreCartMinusPurchase(bool oldestFirst, string expectedName)
    {
        string[] args = ["carts", "--json", "--users", "1001", Repository.Case("001_input.csv")];
        var run = ShopConsole.Run(oldestFirst ? [.. args, "--oldest-first"] : args);

        Assert.That(run.Json("cart").Single().Ids("items"), Is.EqualTo(Ids(Expected("001").GetProperty(expectedName))));
    }

    [Test]
    public void Similar_Of002_LeavesOutOwnItemsAndZeroScores()
    {
        var run = ShopConsole.Run(
            "similar", "--json", "--last", "5", "--top", "5", "--users", "900", Repository.Case("002_input.csv"));

        var expected = Expected("002").GetProperty("similar").EnumerateArray()
            .Select(item => (item.Id("product_id"), item.Number("score")));
        Assert.That(
            run.Json("similar").Select(line => (line.Id("product_id"), line.Number("score"))), Is.EqualTo(expected));
    }

    [Test]
    public void Similar_UnknownUser_IsSaid()
    {
        var run = ShopConsole.Run("similar", "--json", "--users", "532647354", Repository.Case("002_input.csv"));

        Assert.That(run.Json("similar"), Is.Empty);
        Assert.That(run.Json("notice").Single().Text("text"), Does.StartWith("Unknown user 532647354"));
    }

    [TestCase("50", "recommendations_cap50")]
    [TestCase("2", "recommendations_cap2")]
    public void Recommend_Of003_MatchesTrendsWithBrands(string brands, string expectedName)
    {
        var run = ShopConsole.Run([.. Recommend003, "--recent-brands", brands, "--users", "1,2,3,4,5,6,7", "--json",
            Repository.Case("003_input.csv")]);

        var found = run.Json("recommendation").ToLookup(line => $"{line.Id("user_id")}", line => line.Id("product_id"));
        foreach (var user in Expected("003").GetProperty(expectedName).EnumerateObject())
        {
            Assert.That(found[user.Name], Is.EqualTo(Ids(user.Value)), $"user {user.Name}");
        }
    }

    [TestCase("1", "lines_user_1")]
    [TestCase("6", "lines_user_6")]
    public void Recommend_Of003_PrintsItsLines(string user, string expectedName)
    {
        var run = ShopConsole.Run(
            [.. Recommend003, "--users", user, "--text", "lines", Repository.Case("003_input.csv")]);

        var expected = Expected("003").GetProperty(expectedName).EnumerateArray()
            .Select(line => line.GetString()!)
            .ToList();
        Assert.That(run.Lines.Take(expected.Count), Is.EqualTo(expected));
    }

    [Test]
    public void Recommend_Of002_PrintsItsMergedText()
    {
        var run = ShopConsole.Run(
            "recommend", "--sources", "trending:1,similar:1", "--fallback", "none", "--score", "damped",
            "--kinds", "purchase", "--bucket", "7d", "--from", "2019-11-01", "--to", "2019-11-15",
            "--users", "900", "--top", "2", "--text", "merged", "--json", Repository.Case("002_input.csv"));

        Assert.That(run.Json("notice").Single().Text("text"),
            Is.EqualTo(Expected("002").GetProperty("merged_text_as_of_bucket_1").GetString()));
    }

    [Test]
    public void Recommend_Of001_IsTheNewSession()
    {
        var run = ShopConsole.Run([.. Recommender001("recommend"), "--top", "3", Repository.Case("001_input.csv")]);

        var expected = Ids(Expected("001").GetProperty("new_session").GetProperty("recommended"));
        Assert.That(run.Json("recommendation").Select(line => line.Id("product_id")), Is.EqualTo(expected));
    }

    [Test]
    public void Sessions_Of001_SendsBothMessages()
    {
        var expected = Expected("001").GetProperty("new_session");
        var wanted = expected.GetProperty("messages_user_events").EnumerateArray().ToArray();
        var user = wanted[0].Id("user_id");
        var item = Ids(expected.GetProperty("recommended"))[0];
        SessionMessage[] messages = [new("<new>", user, Id.None), new("<new>", user, item)];

        foreach (var (message, one) in messages.Zip(wanted))
        {
            var written = new ArrayBufferWriter<byte>();
            ResultJson.Write(message, written);
            using var read = JsonDocument.Parse(written.WrittenMemory);
            Assert.That(JsonElement.DeepEquals(read.RootElement, one), Is.True, $"{message}");
        }

        Assert.That(wanted, Has.Length.EqualTo(messages.Length));
    }

    [Test]
    public void Evaluate_Of001_GivesThePerSessionProtocol()
    {
        var run = ShopConsole.Run([.. Recommender001("evaluate"), "--by", "session", "--at", "3", "--each",
            Repository.Case("001_input.csv")]);

        var expected = Expected("001");
        foreach (var (found, wanted) in run.Json("session").Zip(expected.GetProperty("per_session").EnumerateArray()))
        {
            Assert.That(found.Text("session_id"), Is.EqualTo(wanted.Text("session")));
            Assert.That(found.Ids("recommended"), Is.EqualTo(wanted.Ids("recommended")), found.Text("session_id"));
            Assert.That(found.Ids("relevant"), Is.EqualTo(wanted.Ids("ground_truth")), found.Text("session_id"));
            Assert.That(found.Ids("hits"), Is.EqualTo(wanted.Ids("hits")), found.Text("session_id"));
            Assert.That(found.Number("precision"), Is.EqualTo(wanted.Number("precision")), found.Text("session_id"));
            Assert.That(found.Number("recall"), Is.EqualTo(wanted.Number("recall")), found.Text("session_id"));
        }

        var summary = run.Json("sessions")[0];
        foreach (var name in new[] { "micro_precision", "micro_recall", "macro_precision", "macro_recall" })
        {
            Assert.That(summary.Number(name), Is.EqualTo(expected.Number(name)).Within(1e-12), name);
        }

        Assert.That(run.Json("session"), Has.Count.EqualTo(4));
        Assert.That((summary.Id("sessions"), summary.Id("without_history")), Is.EqualTo((3, 1)));
    }

    [Test]
    public void Summary_Of002_BothLayersReceiveAllMessages() =>
        Assert.That(
            ShopConsole.Run("trends", "--json", Repository.Case("002_input.csv")).Json("summary").Single().Id("events"),
            Is.EqualTo(27));

    private static string[] Recommend003 =>
    [
        "recommend", "--sources", "trending-brand", "--fallback", "none", "--score", "percent", "--min-percent", "10",
        "--among", "10", "--include-bought", "--from", "2019-11-01", "--to", "2019-11-05",
    ];

    private static string[] Recommender001(string command) =>
        [command, "--json", "--sources", "cart,history", "--fallback", "none", "--history-items", "3", "--users", "1001"];

    private static ShopConsole Trends003(params string[] more) => ShopConsole.Run(
        ["trends", "--json", "--from", "2019-11-01", "--to", "2019-11-05", .. more, Repository.Case("003_input.csv")]);

    private static JsonElement Expected(string name) =>
        JsonDocument.Parse(
            File.ReadAllText(Repository.Case($"{name}_expected.json"))).RootElement.GetProperty("recommended");

    private static long[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt64())];

    private static ShopConsole Attribute004() => ShopConsole.Run(["attribute", "--json", .. Input004()]);

    private static string[] Input004() =>
    [
        Repository.Case("004_events.jsonl"), "--users", Repository.Case("004_users.csv"),
        "--products", Repository.Case("004_products.jsonl"),
        "--columns", "time=timestamp,kind=event_type,item=product_id,user=user_id,price=price?",
        "--kind-map", "click=view,view=view",
    ];
}
