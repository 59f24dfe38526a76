using System.Text;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of what somebody sees who brings data of any kind for the first time.</summary>
[TestFixture]
[Parallelizable]
public sealed class NewcomerTests
{
    private const string Gap = "t,i\n2019-01-01,1\n2019-06-01,2\n2024-01-01,1\n";
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-new-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("trend", "trends")]
    [TestCase("recomend", "recommend")]
    [TestCase("lamda", "lambda")]
    [TestCase("trends --buket 1h", "--bucket")]
    [TestCase("carts --abandon-afer 1h", "--abandon-after")]
    [TestCase("rank --colums time=t,item=i", "--columns")]
    public void Name_ThatIsNearlyRight_IsAnsweredWithTheNearest(string line, string meant)
    {
        var run = ShopConsole.Run(line.Split(' '));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain($"Did you mean {meant}?"));
    }

    [TestCase("forecast")]
    [TestCase("trends --xyz 1")]
    public void Name_ThatIsFarFromAll_IsNotGuessed(string line) =>
        Assert.That(ShopConsole.Run(line.Split(' ')).Error, Does.Not.Contain("Did you mean"));

    [TestCase("trends --of ", "brands,categories,items")]
    [TestCase("similar --measure c", "cosine,jaccard")]
    [TestCase("rec", "recent,recommend")]
    public void Completion_GivesCommandsAndValues(string line, string expected)
    {
        var suggested = ShopConsole.Run($"[suggest:{line.Length}]", line).Lines.Select(each => each.Trim());

        Assert.That(string.Join(',', suggested), Is.EqualTo(expected));
    }

    [Test]
    public void BucketZone_OverAChangeOfTheClocks_CountsDaysAsTheClocksShowThem()
    {
        const string Rows = "t,i\n2024-03-30T22:59Z,1\n2024-03-30T23:00Z,1\n2024-03-31T21:59Z,2\n2024-03-31T22:00Z,2\n";
        string[] line =
            ["trends", "--columns", "time=t,item=i", "--kinds", "view", "--bucket-zone", "Europe/Berlin"];
        var run = Run(Rows, line);
        Assert.That(run.Output, Does.Contain("Buckets (Europe/Berlin)"));
        Assert.That(run.Output, Does.Contain("2024-03-31 00:00").And.Contain("2024-04-01 00:00"));
        var json = Run(Rows, [.. line, "--json"]);
        Assert.That(
            json.Json("bucket").Select(each => $"{each.GetProperty("start").GetString()} {each.GetProperty("total")}"),
            Is.EqualTo(
                ["2024-03-29T23:00:00Z 1", "2024-03-30T23:00:00Z 2", "2024-03-31T22:00:00Z 1"]));
    }

    [TestCase("--bucket-zone Berlin", "--bucket-zone: 'Berlin' is no time zone; expected such as Europe/Berlin.")]
    [TestCase("--bucket-zone Europe/Berlin --bucket 36h", "--bucket: 36h is not whole days, which --bucket-zone")]
    public void BucketZone_ThatCannotBe_IsRefusedByName(string options, string problem)
    {
        var run = Run(Gap, ["trends", "--columns", "time=t,item=i", .. options.Split(' ')]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain(problem));
    }

    [Test]
    public void Gap_InTrends_IsALineAndNotHundreds()
    {
        var run = Run(Gap, "trends", "--columns", "time=t,item=i", "--kinds", "view", "--bucket", "1h");

        Assert.That(run.Lines.Count(line => line.Contains("2019-") && line.Contains(" 0 ")), Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("after 3,623 empty").And.Contain("cut short, after 40,199 empty"));
        var json = Run(Gap, "trends", "--columns", "time=t,item=i", "--kinds", "view", "--bucket", "1h", "--json");
        Assert.That(json.Json("bucket"), Has.Count.EqualTo(3 + (2 * 31)));
        Assert.That(
            json.Json("bucket").Sum(line => line.Id("skipped_before") + 1),
            Is.EqualTo(5 * 365.25 * 24).Within(24), "none is lost");
    }

    [Test]
    public void Gap_OfAFewBuckets_IsShown()
    {
        var run = Run(
            "t,i\n2024-01-01,1\n2024-01-04,2\n2024-01-05,2\n",
            "trends", "--columns", "time=t,item=i", "--kinds", "view");

        Assert.That(run.Output, Does.Contain("2024-01-02 00:00").And.Contain("2024-01-03 00:00"));
    }

    [Test]
    public void Dates_At80Columns_AreNotWrapped()
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        new ShopHost(new Terminal { Output = output, Error = error, Width = 80 }, new(CancellationToken.None)).Run([
            "trends", "--columns", "time=t,item=i", "--kinds", "view", "--bucket", "1h", Write(Gap),
        ]);

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.That(lines.Count(line => line.Contains("2019-06-01 00:00   2019-06-01 01:00")), Is.EqualTo(1));
        Assert.That(lines, Has.Some.Contains("Distinct"));
    }

    [Test]
    public void Sentences_InAPipe_AreOneLine()
    {
        var run = Run(Gap, "trends", "--columns", "time=t,item=i", "--kinds", "view", "--bucket", "1h");

        Assert.That(
            run.Lines.Single(line => line.StartsWith("Last bucket over", StringComparison.Ordinal)),
            Does.EndWith("by damped change.").And.Length.GreaterThan(120));
    }

    [TestCase(0.5, 30, ", 0:30 left")]
    [TestCase(0.25, 60, ", 3:00 left")]
    [TestCase(0.02, 300, ", 4:05:00 left")]
    [TestCase(0.001, 300, "")]
    [TestCase(1, 300, "")]
    public void Progress_TellsTheTimeLeft(double share, double seconds, string expected) =>
        Assert.That(ProgressBar.TimeLeft(share, TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    [TestCase("recommend")]
    [TestCase("similar")]
    public void Data_WithoutUsersAndSessions_IsSaidToHaveNone(string command) => Assert.That(
        Run("t,i\n2024-01-01,1\n", command, "--columns", "time=t,item=i", "--json")
            .Json("notice").Single().Text("text"),
        Does.Contain("No event has a user").And.Contain("--columns"));

    [TestCase("recent", "user", "3 events have no user and are in no list (--per session counts 2 of them).")]
    [TestCase("carts", "user", "3 events have no user and are in no list (--per session counts 2 of them).")]
    [TestCase("recent", "session", "1 event has no session and is in no list.")]
    [TestCase("similar", "", "3 events have no user and are in no list.")]
    [TestCase("trends", "", "4 events used.\n")]
    public void Events_OfNobody_AreSaidToBeInNoList(string command, string per, string said)
    {
        const string Rows = "t,i,u,s,k\n2024-01-01,1,7,a,cart\n2024-01-01,1,,a,cart\n2024-01-01,2,,b,cart\n"
            + "2024-01-01,2,,,cart\n";
        string[] option = per == "" ? [] : ["--per", per];
        string[] line = [command, "--columns", "time=t,item=i,user=u,session=s,kind=k", .. option];

        Assert.That(Run(Rows, line).Output, Does.Contain(said));
        var summary = Run(Rows, [.. line, "--json"]).Json("summary").Single();
        Assert.That((summary.Id("without_user"), summary.Id("without_session")), Is.EqualTo((3, 1)));
    }

    [Test]
    public void Sessions_InsteadOfUsers_SayHowManyEventsHaveOne()
    {
        var guests = string.Concat(Enumerable.Range(0, 1000).Select(_ => "2024-01-01,1,,a\n"));
        var users = string.Concat(Enumerable.Range(0, 1500).Select(_ => "2024-01-01,1,7,a\n"));

        var run = Run("t,i,u,s\n" + guests + users, "recent", "--columns", "time=t,item=i,user=u,session=s");
        Assert.That(run.Error, Does.Contain("by sessions instead"));
        Assert.That(run.Output, Does.Contain("1,500 events have a user (--per user counts by them)."));
    }

    [TestCase("view", "Only views were seen, and they count 0: --kinds view counts them.")]
    [TestCase("remove_from_cart", "No event was of a kind that counts")]
    public void Trends_OfWhatDoesNotCount_SaySo(string kind, string said)
    {
        string[] line = ["trends", "--columns", "time=t,item=i,kind=k"];
        var rows = $"t,i,k\n2024-01-01,1,{kind}\n2024-01-02,1,{kind}\n";

        Assert.That(Run(rows, line).Output, Does.Contain(said));
        Assert.That(
            Run(rows, [.. line, "--kinds", "view,cart", "--json"]).Json("notice"),
            Has.Count.EqualTo(kind == "view" ? 0 : 1));
    }

    [Test]
    public void SessionLines_AreSaidToHaveMadeUpTimes() =>
        Assert.That(Run("7 8 9\n", "recent").Error, Does.Contain("one session per line").And.Contain("made up"));

    [TestCase("1,2,3\n4,5\n", "first that looks like several is '1,2,3': blanks separate")]
    [TestCase("9\na;b\n", "first that looks like several is 'a;b': blanks separate")]
    [TestCase("1,2 3\n4,5\n", "")]
    [TestCase("1\n2\n", "")]
    public void SessionLines_OfSingleItems_SayWhatSeparatesThem(string rows, string said)
    {
        var error = Run(rows, "recent", "--layout", "session-lines").Error;

        Assert.That(error, Does.Contain("with blanks between items"));
        Assert.That(error, said == "" ? Does.Not.Contain("looks like several") : Does.Contain(said));
    }

    [TestCase("session", "cart", "no cart, removal or purchase has a session.")]
    [TestCase("user", "purchase", "no cart, removal or purchase has a user.")]
    [TestCase("session", "view", "no cart, removal or purchase was seen.")]
    public void Carts_OfNobody_AreNotSaidToBeUnseen(string per, string kind, string said) => Assert.That(
        Run($"t,i,k\n2024-01-01,1,{kind}\n", "carts", "--columns", "time=t,item=i,kind=k", "--per", per).Output,
        Does.Contain("Nothing: " + said));

    [TestCase("event_time,event_type,product_id,price,user_id\n2024-05-01,purchase,1\n",
        "if rows may end early, say so with --short-rows")]
    [TestCase("event_time,event_type,product_id\n2024-05-01,VIEW,1\n", "say what it is with --kind-map VIEW=view")]
    [TestCase("event_time,event_type,product_id\n2024-05-01,(x),1\n",
        "say what it is with --kind-map '(x)=KIND', one of view, cart")]
    public void Row_ThatCannotBeRead_IsSaidWithTheOptionAlone(string rows, string said)
    {
        Assert.That(Run(rows, "rank").Error, Does.Contain(said));
        Assert.That(Run(rows, "rank", "--strict").Error, Does.Contain(said));
    }

    [TestCase("brands", ": no event has a brand (--columns brand=NAME says where they are).")]
    [TestCase("categories", ": no event has a category (--columns categoryPath=NAME says where they are).")]
    public void Trends_OfWhatNoRowHas_SayWhichColumnIsMissing(string of, string said) => Assert.That(
        Run("t,i\n2024-01-01,1\n", "trends", "--columns", "time=t,item=i", "--of", of).Output,
        Does.Contain("Nothing was counted" + said));

    [Test]
    public void Generate_OverAFile_NeedsForce()
    {
        var path = Write("mine");

        var run = ShopConsole.Run("generate", "--rows", "10", "--output", path);
        Assert.That((run.ExitCode, File.ReadAllText(path)), Is.EqualTo((ExitCode.BadUsage, "mine")));
        Assert.That(run.Error, Does.Contain("--force"));
        Assert.That(ShopConsole.Run("generate", "--rows", "10", "--force", "--output", path).ExitCode, Is.Zero);
        Assert.That(File.ReadLines(path).Count(), Is.EqualTo(11));
    }

    [Test]
    public void Rank_Help_ShowsNoDefaultThatIsNone()
    {
        var help = ShopConsole.Run("rank", "--help").Output;

        Assert.That(help.Split('\n').Where(line => line.Contains("-price")), Has.None.Contains("default"));
    }

    [TestCase("t,i,n\n2024-01-01T10:00,1,2\n2024-01-01T11:00,1,-2\n", 1)]
    [TestCase("t,i,n\n2024-01-01T10:00,1,-1\n", 0)]
    [TestCase("t,i,n\n2024-01-01T10:00,1,1\n2024-01-01T11:00,2,1\n2024-01-01T12:00,2,-1.0\n", 2)]
    public void Return_IsNoTargetOfAnEvaluation(string rows, int targets)
    {
        string[] map = ["--columns", "time=t,item=i,quantity=n,user=u", "--default-kind", "purchase"];
        var withUser = string.Join(
            '\n', rows.Split('\n').Select((row, i) => row == "" ? "" : row + (i == 0 ? ",u" : ",7")));

        var run = Run(withUser, ["evaluate", "--by", "event", "--json", .. map]);
        Assert.That(run.Json("evaluation").First().Id("events"), Is.EqualTo(targets), run.Output);
    }

    [TestCase("view", "")]
    [TestCase("remove_from_cart", "view")]
    [TestCase("cart", "view")]
    public void Evaluation_OfNoEvent_SaysSo(string kind, string target)
    {
        string[] targets = target == "" ? [] : ["--targets", target];

        var run = Run(
            $"t,i,u,k\n2024-01-01,1,1,{kind}\n2024-01-02,1,1,{kind}\n",
            ["evaluate", "--columns", "time=t,item=i,user=u,kind=k", "--json", .. targets]);
        Assert.That(
            run.Json("notice").Single().Text("text"),
            Does.Contain("No event was to be predicted").And.Contain("--targets"));
    }

    [TestCase("1714550400", "seconds")]
    [TestCase("1714550400000", "milliseconds")]
    [TestCase("1714550400000000", "microseconds")]
    [TestCase("1714550400000000000", "nanoseconds")]
    public void Times_OfAnotherUnit_AreSaidToBeSo(string time, string unit)
    {
        var rows = $"t,i\n{time},1\n";
        foreach (var wrong in new[] { "seconds", "milliseconds", "microseconds", "nanoseconds" }.Except([unit]))
        {
            var run = Run(rows, "rank", "--columns", "time=t,item=i", "--time-unit", wrong);
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
            Assert.That(run.Error, Does.Contain($"look like {unit}").And.Contain($"--time-unit {unit}"));
        }

        Assert.That(
            Run(rows, "rank", "--columns", "time=t,item=i", "--time-unit", unit).ExitCode,
            Is.EqualTo(ExitCode.Success));
    }

    private ShopConsole Run(string rows, params string[] args) => ShopConsole.Run([.. args, Write(rows)]);

    private string Write(string rows)
    {
        var path = Path.Combine(_folder, "input.csv");
        File.WriteAllText(path, rows);
        return path;
    }
}
