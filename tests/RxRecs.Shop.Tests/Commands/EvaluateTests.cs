using System.Text.Json;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests what <c>evaluate</c> says over small inputs whose right answers are known by hand.</summary>
public sealed class EvaluateTests
{
    private const string ByNextItem = "by next item of the visit, not by event (--by event says otherwise)";
    private readonly string _folder = Directory.CreateTempSubdirectory("rxrecs-evaluate-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Evaluate_SessionsWithoutUsers_ArePredictedAtEveryPlaceAfterTheFirst()
    {
        var file = Write("sessions.txt", "1 2 3\n2 3 1\n1 2 4 3\n");
        var scores = Json("next_item_evaluation", "evaluate", "--recommenders", "next-item,successors,recent", file);
        Assert.That(
            scores.Select(each => each.Text("recommender")),
            Is.EqualTo(["next-item", "successors", "recent", "popular-of-day"]));
        Assert.That(scores.Select(each => each.GetProperty("events").GetInt32()), Is.All.EqualTo(7));
        Assert.That(scores[1].GetProperty("hit_rate").GetDouble(), Is.EqualTo(2.0 / 7).Within(1e-12), "3 and 2");
        Assert.That(scores[2].GetProperty("hit_rate").GetDouble(), Is.Zero);
    }

    [Test]
    public void Evaluate_SessionsOfOneEvent_SaysWhyNothingCouldBePredicted()
    {
        var run = ShopConsole.Run("evaluate", Write("single.txt", "1\n2\n3\n"));
        Assert.That(
            run.Output, Does.Contain("no visit of the test has a second event. 3 events: 3 that begin a visit."));
    }

    [TestCase(
        "t,i\n2024-01-01,1\n2024-01-02,2\n",
        "2 events: 2 with neither a user nor a session (--columns user=NAME or session=NAME says where they are).",
        "--by", "next-item", "--columns", "time=t,item=i")]
    [TestCase(
        "t,i,s,k\n2024-01-01,1,a,view\n2024-01-01,2,a,remove_from_cart\n2024-01-01,2,,view\n2024-01-01,2,b,view\n",
        "4 events: 1 taken out of a cart, 1 with neither a user nor a session "
        + "(--columns user=NAME or session=NAME says where they are), 2 that begin a visit.",
        "--by", "next-item", "--columns", "time=t,item=i,session=s,kind=k")]
    [TestCase(
        "t,i,s\n2024-01-01,1,a\n2024-01-02,1,a\n",
        "that begin a visit or repeat its item (--collapse-repeats).",
        "--collapse-repeats", "--columns", "time=t,item=i,session=s")]
    [TestCase(
        "t,i,s\n2024-01-01,1,a\n2024-01-02,2,a\n",
        "None of 2 events is of the test (--test, --test-from).",
        "--test-from", "2024-01-03", "--columns", "time=t,item=i,session=s")]
    [TestCase(
        "t,i,s\n2024-01-01,1,a\n2024-01-02,2,a\n",
        "No event was to be predicted: none of the 1 that go on with a visit is a purchase (--targets).",
        "--by", "next-item", "--targets", "purchase", "--columns", "time=t,item=i,session=s")]
    [TestCase(
        "t,i,u,k\n2024-01-01,1,7,view\n2024-01-02,2,,cart\n2024-01-03,2,8,cart\n",
        "3 events: 1 of other kinds (--targets), 1 without a user (--columns user=NAME says where users are; "
        + "--by next-item needs none), 1 of other users (--users).",
        "--by", "event", "--users", "7", "--columns", "time=t,item=i,user=u,kind=k")]
    [TestCase(
        "t,i,u\n2024-01-01,1,7\n2024-01-02,2,\n",
        "There is no session to evaluate. 2 events: 1 without a session (--columns session=NAME says where sessions "
        + "are), 1 without a user (--columns user=NAME says where users are; --by next-item needs none).",
        "--by", "session", "--columns", "time=t,item=i,user=u")]
    [TestCase(
        "t,i,u,k\n2024-01-01,1,7,search\n",
        "No row was of use.",
        "--by", "next-item", "--columns", "time=t,item=i,user=u,kind=k", "--kind-map", "search=none")]
    public void Evaluate_NothingToPredict_SaysWhyOfEachEvent(string rows, string reason, params string[] options)
    {
        var run = ShopConsole.Run(["evaluate", .. options, Write("reasons.csv", rows)]);
        Assert.That(run.Output, Does.Contain(reason));
    }

    [TestCase("", true)]
    [TestCase("--by next-item", false)]
    [TestCase("--by event", false)]
    [TestCase("--last-only", false)]
    public void Evaluate_RecommendersOfAFileWithUsers_SaysThatItIsByNextItem(string option, bool isSaid)
    {
        const string Rows = "t,i,u\n2024-01-01,1,7\n2024-01-01T00:01,2,7\n";
        string[] line =
        [
            "evaluate", "--columns", "time=t,item=i,user=u", "--recommenders", "popular",
            .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries), Write("users.csv", Rows),
        ];

        Assert.That(
            ShopConsole.Run(line).Error, isSaid ? Does.Contain(ByNextItem) : Does.Not.Contain(ByNextItem));
    }

    [Test]
    public void Evaluate_RecommendersWithoutUsers_SaysNothingOfAnotherProtocol() => Assert.That(
        ShopConsole.Run("evaluate", "--recommenders", "popular", Write("nobody.txt", "1 2 3\n")).Error,
        Does.Not.Contain(ByNextItem));

    [Test]
    public void Evaluate_ARecommenderNamedTwice_IsRefused()
    {
        var run = ShopConsole.Run("evaluate", "--recommenders", "popular,recent,popular", Write("same.txt", "1 2\n"));

        Assert.That(run.ExitCode, Is.EqualTo(Output.ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain("--recommenders: 'popular' is named twice."));
    }

    [Test]
    public void Evaluate_TrainAndTestFiles_OnlyTheTestIsPredicted()
    {
        var (train, test) = (Write("train.txt", "1 2 3\n2 3\n"), Write("test.txt", "1 2 3\n"));
        string[] arguments = ["evaluate", train, "--test", test, "--recommenders", "successors"];
        Assert.That(Count(Json("next_item_evaluation", arguments)), Is.EqualTo((2, 1.0)));
        Assert.That(Count(Json("next_item_evaluation", [.. arguments, "--frozen"])), Is.EqualTo((2, 1.0)));
        Assert.That(Count(Json("next_item_evaluation", [.. arguments, "--last-only"])), Is.EqualTo((1, 1.0)));
        var remaining = Json("next_item_evaluation", [.. arguments, "--remaining"]);
        Assert.That(remaining[0].GetProperty("precision").GetDouble(), Is.EqualTo(1), "one item in each list");
        Assert.That(remaining[0].GetProperty("recall").GetDouble(), Is.EqualTo(0.75), "1 of 2, then 1 of 1");
    }

    /// <summary>As the sets of session-rec are: the second session has begun before the first.</summary>
    [Test]
    public void Evaluate_RowsInTheOrderOfSessions_ArePutInTheOrderOfTheirTimes()
    {
        const string Header = "SessionId\tItemId\tTime\n";
        var rows = new[] { "1\t10\t1396437466\n", "1\t11\t1396437500\n", "2\t10\t1396264666\n", "2\t11\t1396264700\n" };
        string[] arguments = ["evaluate", "--recommenders", "successors"];
        var bySession = ShopConsole.Run([.. arguments, Write("by-session.txt", Header + string.Concat(rows))]);
        var sorted =
            ShopConsole.Run([.. arguments, Write("by-time.txt", Header + string.Concat([.. rows[2..], .. rows[..2]]))]);

        Assert.That(bySession.Error, Does.Contain("out of order by up to 49h"));
        Assert.That(sorted.Error, Does.Not.Contain("out of order"));
        Assert.That(bySession.Output, Is.EqualTo(sorted.Output));

        var given = ShopConsole.Run([.. arguments, "--lateness", "1h", Path.Combine(_folder, "by-session.txt")]);
        Assert.That(given.Error, Does.Not.Contain("out of order by"));
        Assert.That(given.Output, Is.Not.EqualTo(sorted.Output), "two are late");
    }

    [Test]
    public void Evaluate_SameCommandTwice_PrintsTheSameBytes()
    {
        var file = Write("twice.txt", "1 2 3 1\n2 3 1\n1 2 4 3\n4 3 2 1\n");
        var first = ShopConsole.Run("evaluate", file).Output;
        Assert.That(first, Does.Contain("Hash of all results"));
        Assert.That(ShopConsole.Run("evaluate", file).Output, Is.EqualTo(first));
    }

    [TestCase(".svg", "<svg")]
    [TestCase(".png", "PNG")]
    public void Evaluate_Plot_IsDrawn(string extension, string mark)
    {
        var lines = string.Concat(Enumerable.Range(0, 40).Select(n => $"{n % 3} {n % 5} {n % 7}\n"));
        var file = Path.Combine(_folder, "plot" + extension);
        ShopConsole.Run("evaluate", "--plot", file, Write("plotted.txt", lines));
        Assert.That(File.ReadAllText(file), Does.Contain(mark));
    }

    [Test]
    public void Evaluate_NamesJoinedByPlus_AreBlended()
    {
        var lines = string.Concat(Enumerable.Repeat("1 2 3\n", 10));
        var run = ShopConsole.Run(
            "evaluate", "--at", "3", "--recommenders", "recent,cosine,recent+cosine", Write("blend.txt", lines));
        var rows =
            run.Output.Split('\n').Where(static line => line.Contains("20 ", StringComparison.Ordinal)).ToArray();

        string HitRate(string name) =>
            rows.Select(static row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .First(cells => cells[0] == name)[2];

        Assert.That(
            (HitRate("recent"), HitRate("cosine"), HitRate("recent+cosine")),
            Is.EqualTo(("0.0000", "0.9000", "0.9000")));
    }

    /// <summary>Two users buy 1 and then 2; nothing but what followed tells the second item.</summary>
    [TestCase("event")]
    [TestCase("session")]
    public void Evaluate_OfUsers_HasTheBaselinesBesideWhatIsNamed(string by)
    {
        var file = Write(
            "pairs.csv",
            """
            event_time,event_type,product_id,user_id,user_session
            2020-01-01 10:00:00 UTC,purchase,1,1,a
            2020-01-01 10:00:01 UTC,purchase,2,1,a
            2020-01-01 10:00:02 UTC,purchase,1,2,b
            2020-01-01 10:00:03 UTC,purchase,2,2,b
            2020-01-01 10:00:04 UTC,purchase,3,1,c

            """);
        var type = by == "event" ? "evaluation" : "sessions";
        var usual = Json(type, "evaluate", "--by", by, file);
        var named = Json(type, "evaluate", "--by", by, "--recommenders", "cosine", file);

        Assert.That(
            usual.Select(each => each.Text("recommender")).Distinct(),
            Is.EqualTo(["shop", "successors", "popular-of-day", "popular"]));
        Assert.That(
            named.Select(each => each.Text("recommender")).Distinct(),
            Is.EqualTo(["cosine", "successors", "popular-of-day"]));
        Assert.That(
            named.Where(each => each.Text("recommender") != "cosine").Select(static each => each.ToString()),
            Is.SubsetOf(usual.Select(static each => each.ToString())),
            "a baseline does not depend on what stands beside it");
    }

    [Test]
    public void Evaluate_ByEvent_HasIntervalsByUsersPairsAndAHash()
    {
        var rows = Enumerable.Range(0, 40).Select(n => $"2020-01-01 10:00:{n:00} UTC,purchase,{n % 2},{n / 2}\n");
        var file = Write("intervals.csv", "event_time,event_type,product_id,user_id\n" + string.Concat(rows));

        var run = ShopConsole.Run("evaluate", "--json", "--at", "1", file);
        var successors = run.Json("evaluation").First(each => each.Text("recommender") == "successors");
        Assert.That(successors.Number("hit_rate"), Is.EqualTo(19.0 / 40).Within(1e-12), "all second ones but the first");
        Assert.That(successors.Number("hit_rate_low"), Is.LessThan(19.0 / 40).And.GreaterThan(.3));
        Assert.That(successors.Number("hit_rate_high"), Is.EqualTo(20.0 / 40).Within(1e-12), "one of each user's two");
        Assert.That(
            run.Json("comparison").Select(each => each.Text("second")),
            Is.EqualTo(["successors", "popular-of-day", "popular"]));
        Assert.That(run.Json("result_hash"), Has.Count.EqualTo(1));
        Assert.That(ShopConsole.Run("evaluate", "--json", "--at", "1", file).Output, Is.EqualTo(run.Output));
    }

    [TestCase("--plot: 'x.gif' must end in .svg or .png.", "--plot", "x.gif")]
    [TestCase("--recommenders: 'best' is not one of", "--recommenders", "best")]
    [TestCase("--recommenders: 'best' is not one of", "--recommenders", "next-item+best")]
    [TestCase("--recommenders: 'recent+recent' is not one of", "--recommenders", "recent+recent")]
    [TestCase("--recommenders: 'recent+table' needs --table FILE.", "--recommenders", "recent+table")]
    [TestCase("--frozen: say what is to be predicted", "--frozen")]
    public void Evaluate_OptionsThatMakeNoSense_AreRefused(string message, params string[] options)
    {
        var run = ShopConsole.Run(["evaluate", .. options, Write("refused.txt", "1 2\n")]);
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(run.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void Evaluate_ViewsThatCount_CountForTheBaselineToo()
    {
        var file = Write(
            "views.csv",
            """
            event_time,event_type,product_id,user_id
            2020-01-01 10:00:00 UTC,view,1,1
            2020-01-01 10:00:01 UTC,view,1,2
            2020-01-01 10:00:02 UTC,view,1,3

            """);
        var all = Json("evaluation", "evaluate", "--targets", "view", "--kinds", "view", file)
            .Where(each => each.Text("scope") == "all events" && each.Text("recommender") != "successors").ToArray();
        Assert.That(
            all.Select(each => each.GetProperty("hit_rate").GetDouble()), Is.All.EqualTo(2.0 / 3).Within(1e-12));
    }

    [Test]
    public void Evaluate_ListMarkedAsFallback_CountsAsFallbackWhateverItsSource()
    {
        var file = Write(
            "fallback.csv",
            """
            event_time,event_type,product_id,user_id
            2020-01-01 10:00:00 UTC,cart,1,1
            2020-01-02 10:00:00 UTC,cart,1,2
            2020-01-02 10:00:01 UTC,cart,1,3
            2020-01-03 11:00:00 UTC,view,2,4
            2020-01-03 12:00:00 UTC,view,1,9

            """);
        var shop = Json("evaluation", "evaluate", "--targets", "view", "--users", "9", file)
            .First(each => each.Text("recommender") == "shop");
        Assert.That(shop.GetProperty("fallback_share").GetDouble(), Is.EqualTo(1));
    }

    private static (int Events, double HitRate) Count(JsonElement[] scores) =>
        (scores[0].GetProperty("events").GetInt32(), scores[0].GetProperty("hit_rate").GetDouble());

    private static JsonElement[] Json(string type, params string[] arguments) =>
        [.. ShopConsole.Run([.. arguments, "--json"]).Json(type)];

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
