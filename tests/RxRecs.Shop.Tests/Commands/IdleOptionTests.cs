using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests that an option which has no effect in a mode is refused there, and not passed over.</summary>
[TestFixture]
[Parallelizable]
public sealed class IdleOptionTests
{
    private const string Rows = "event_time,event_type,product_id,price,user_id,user_session\n"
        + "2019-11-01 08:00:00 UTC,cart,1,5,7,s1\n2019-11-01 08:01:00 UTC,purchase,1,5,7,s1\n";

    private string _folder = "";
    private string _file = "";

    [OneTimeSetUp]
    public void MakeFile()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-idle-").FullName;
        _file = Path.Combine(_folder, "events.csv");
        File.WriteAllText(_file, Rows);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("--test other.csv", "--test")]
    [TestCase("--test-from 2019-11-01", "--test-from")]
    [TestCase("--frozen", "--frozen")]
    [TestCase("--last-only", "--last-only")]
    [TestCase("--remaining", "--remaining")]
    [TestCase("--collapse-repeats", "--collapse-repeats")]
    [TestCase("--options best.json", "--options")]
    [TestCase("--freshness 1h", "--freshness")]
    [TestCase("--plot x.svg", "--plot")]
    public void Evaluate_OptionOfNextItems_IsRefusedByOtherProtocols(string options, string name)
    {
        foreach (var by in new[] { "event", "session" })
        {
            AssertRefused(
                $"evaluate --by {by} {options}", $"{name} has no effect with --by {by}; --by next-item takes it.");
        }
    }

    [TestCase("--by event --each", "--each has no effect with --by event; --by session takes it.")]
    [TestCase("--by event --truth purchases", "--truth has no effect with --by event; --by session takes it.")]
    [TestCase("--by session --targets view", "--targets has no effect with --by session; --by event or next-item")]
    [TestCase("--by next-item --users 1", "--users has no effect with --by next-item; --by event or session takes it")]
    [TestCase("--each", "--each has no effect by event, which --by auto takes here; --by session takes it.")]
    [TestCase(
        "--recommenders recent --each",
        "--each has no effect by next-item, which --by auto takes here; --by session takes it.")]
    public void Evaluate_OptionOfAnotherProtocol_IsRefused(string options, string problem) =>
        AssertRefused($"evaluate {options}", problem);

    [TestCase("--options best.json --recommenders recent", "--options has no effect unless --recommenders names")]
    [TestCase(
        "--table t --recommenders recent,cosine",
        "--table has no effect unless --recommenders or --sources names table.")]
    [TestCase(
        "--table t --recommenders shop --sources cart",
        "--table has no effect unless --recommenders or --sources names table.")]
    [TestCase("--history-items 5 --recommenders recent", "--history-items has no effect unless --recommenders names shop.")]
    [TestCase("--max-price 5 --freshness 1h", "--max-price has no effect unless --recommenders names shop.")]
    [TestCase("--remaining --freshness 1h", "--remaining has no effect with --freshness.")]
    [TestCase("--by next-item --force", "--force has no effect without --plot.")]
    public void Evaluate_OptionThatNoRecommenderTakes_IsRefused(string options, string problem) =>
        AssertRefused($"evaluate {options}", problem);

    [TestCase("trends --score damped --half-life 1h", "--half-life has no effect with --score damped.")]
    [TestCase("trends --score breakout --half-life 1h", "--half-life has no effect with --score breakout.")]
    [TestCase("trends --score hot --baseline 2", "--baseline has no effect with --score hot.")]
    [TestCase("lambda --baseline 2", "--baseline has no effect with --score damped.")]
    [TestCase("recommend --score hot --baseline 2", "--baseline has no effect with --score hot.")]
    [TestCase("trends --each --basis first-to-last", "--basis has no effect with --each")]
    [TestCase("trends --of brands --per brand", "--per has no effect with --of brands.")]
    [TestCase("demo --rows 10", "--rows has no effect over files")]
    [TestCase("demo --keep-topics", "--keep-topics has no effect without --broker")]
    [TestCase("demo --group-protocol classic", "--group-protocol has no effect without --broker")]
    [TestCase("lambda --group-protocol classic", "--group-protocol has no effect without --broker")]
    [TestCase("lambda --max-headers 5", "--max-headers has no effect without --broker")]
    [TestCase("replay --broker localhost:1 --share-seed 5", "--share-seed has no effect without --share.")]
    [TestCase("replay --broker localhost:1 --lateness 2h", "--lateness has no effect: rows are written in the order")]
    [TestCase("recommend --users 7 --count 2", "--count has no effect where users or sessions are named.")]
    [TestCase("similar --users 7 --count 2", "--count has no effect where users or items are named.")]
    [TestCase("similar --by cosine --items 1 --count 2", "--count has no effect where users or items are named.")]
    [TestCase("similar --items 1", "--items has no effect with --by users; --by cosine, --by content or")]
    [TestCase("sessions --users 7 --count 2", "--count has no effect with --users.")]
    [TestCase("carts --users 7 --top 2", "--top has no effect with --users.")]
    [TestCase("recent --users 7 --top 2", "--top has no effect with --users.")]
    [TestCase("recommend --sources popular --similar-last 3", "--similar-last has no effect unless --sources or")]
    [TestCase("recommend --sources cart --recent-brands 3", "--recent-brands has no effect unless --sources or --fall")]
    [TestCase("recommend --sources cart --fallback popular --bucket 1h", "--bucket has no effect unless --sources or")]
    [TestCase("insights --force", "--force has no effect without --html.")]
    [TestCase("tune --force", "--force has no effect without --save.")]
    public void Option_WithoutEffectBesideOthers_IsRefused(string line, string problem) => AssertRefused(line, problem);

    [TestCase("trends")]
    [TestCase("demo")]
    [TestCase("lambda")]
    [TestCase("sessions")]
    [TestCase("replay --broker localhost:1")]
    public void Columns_WithoutAFile_AreRefused(string command)
    {
        var run = ShopConsole.Run([.. command.Split(' '), "--columns", "time=t,item=i"]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
        Assert.That(run.Error, Does.Contain("--columns has no effect without a file"));
    }

    [TestCase("lambda", "--layout rees46-events")]
    [TestCase("lambda", "--short-rows")]
    [TestCase("trends", "--layout auto")]
    [TestCase("carts", "--short-rows")]
    public void OptionOfFiles_WithATopic_IsRefused(string command, string option)
    {
        var run = ShopConsole.Run([command, "--broker", "localhost:1", .. option.Split(' ')]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
        Assert.That(run.Error, Does.Contain($"{option.Split(' ')[0]} has no effect with --broker"));
    }

    [TestCase("forget --table t.csv")]
    [TestCase("sessions --group-protocol classic")]
    [TestCase("replay --group-protocol classic")]
    public void Option_ThatACommandCannotHeed_IsNoneOfIt(string line) => AssertRefused(line, "is not an option here");

    [TestCase("recommend --sources popular --fallback trending --bucket 1h")]
    [TestCase("trends --score trending --half-life 1h --baseline 2")]
    [TestCase("trends --of items --per brand --each")]
    [TestCase("evaluate --by next-item --recommenders shop+recent --history-items 5")]
    [TestCase("recent --users 7")]
    public void Option_WithEffect_IsTaken(string line) =>
        Assert.That(Run(line).ExitCode, Is.EqualTo(ExitCode.Success), Run(line).Error);

    private ShopConsole Run(string line) => ShopConsole.Run([.. line.Split(' '), _file]);

    private void AssertRefused(string line, string problem)
    {
        var run = Run(line);

        Assert.That(run.Error, Does.Contain(problem));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Output, Is.Empty);
    }
}
