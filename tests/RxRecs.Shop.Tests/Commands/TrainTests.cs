using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>A model trained over files, and the table that the other commands take.</summary>
[TestFixture]
[Parallelizable]
public sealed class TrainTests
{
    // 2 follows 1 twice, 3 once.
    private const string Visits =
        """
        time,item,session
        2024-05-01T09:00:00Z,1,a
        2024-05-01T09:01:00Z,2,a
        2024-05-01T09:02:00Z,1,b
        2024-05-01T09:03:00Z,2,b
        2024-05-01T09:04:00Z,1,c
        2024-05-01T09:05:00Z,3,c
        2024-05-01T09:06:00Z,1,d

        """;

    private string _folder = "";

    private string Events => Path.Combine(_folder, "events.csv");

    [SetUp]
    public void WriteFile()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-").FullName;
        File.WriteAllText(Events, Visits);
    }

    [TearDown]
    public void RemoveFiles() => Directory.Delete(_folder, recursive: true);

    [TestCase("table.csv")]
    [TestCase("table.rxnt")]
    public void Linear_Visits_GiveATableThatRecommends(string name)
    {
        var table = Path.Combine(_folder, name);
        var trained = Train("--output", table, "--lambda", "0.1", "--json");
        var model = trained.Json("trained_model").Single();
        var list = Recommend("--sources", "table", "--sessions", "d", "--table", table).Json("recommendation");

        Assert.That(
            (model.Id("visits"), model.Id("items"), model.Id("left_out_items")), Is.EqualTo((4, 3, 0)), trained.Error);
        Assert.That(trained.Error, Does.Contain("Training 3 items in 4 visits: takes up to "));
        Assert.That(list.Select(each => each.Id("product_id")), Is.EqualTo(new long[] { 2, 3, 1 }));
        Assert.That(list.Select(each => each.Text("detail")), Is.All.EqualTo(model.Text("table")));
        Assert.That(list[0].Text("reason"), Does.StartWith($"goes with this visit by table {model.Text("table")} ("));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2));
    }

    [Test]
    public void Linear_TheSameFile_GivesTheSameTable()
    {
        var (one, other) = (Path.Combine(_folder, "one.csv"), Path.Combine(_folder, "other.csv"));
        Train("--output", one);
        Train("--output", other, "--threads", "3");

        Assert.That(File.ReadAllText(other), Is.EqualTo(File.ReadAllText(one)).And.StartWith("item,neighbor,weight\n"));
    }

    [Test]
    public void Linear_MoreThanTheMemory_IsRefusedWithWhatToDo()
    {
        var table = Path.Combine(_folder, "table.rxnt");
        var run = Train("--output", table, "--max-memory", "1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(
            run.Error, Does.Match("To train 3 items in 4 visits takes up to [0-9]+ MiB, and 1 MiB are available"));
        Assert.That(run.Error, Does.Contain("--items"));
        Assert.That(File.Exists(table), Is.False);
    }

    [Test]
    public void Linear_FewerItems_LeavesTheRarestOutAndSaysSo()
    {
        var table = Path.Combine(_folder, "table.rxnt");
        var run = Train("--output", table, "--items", "2");

        Assert.That(run.Output, Does.Contain("Table ").And.Contain("left out: 1 event, of the 1 rarest item"));
    }

    [Test]
    public void Linear_Stopped_LeavesNoFile()
    {
        // The training begins, and is stopped by what is said then.
        using var stop = new CancellationTokenSource();
        using var error = new StopWhen(stop, "Training ");
        var table = Path.Combine(_folder, "table.rxnt");
        File.WriteAllText(table, "before");
        var run = ShopConsole.Run(error, Arguments("--output", table, "--force"), stop.Token);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted), run.Error);
        Assert.That(File.ReadAllText(table), Is.EqualTo("before"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2));
    }

    [TestCase("--output: say where the table goes.")]
    [TestCase("--output: there is no folder", "--output", "no-such-folder/table.csv")]
    [TestCase("'0' is not a number from", "--output", "t.csv", "--lambda", "0")]
    [TestCase("'20001' is not a whole number from 1 to 20,000", "--output", "t.csv", "--items", "20001")]
    public void Linear_BadOptions_AreRefused(string message, params string[] options)
    {
        var run = Train(options);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public void Table_WithRowsThatCannotBeRead_SaysHowManyAndTheFirst()
    {
        var table = Path.Combine(_folder, "table.csv");
        File.WriteAllText(table, "item,neighbor,weight\n1,2,1\n1,3,x\n1,4,\n");
        var run = Recommend("--sources", "table", "--sessions", "d", "--table", table);

        Assert.That(run.Json("recommendation").Select(each => each.Id("product_id")), Is.EqualTo(new long[] { 2 }));
        Assert.That(
            run.Error, Does.Contain("2 rows left out, the first in line 3: the weight is not a number")
                .And.Contain("2 items, 1 pair."));
    }

    [Test]
    public void Table_BesideTheUsualSources_IsBlended()
    {
        var table = Path.Combine(_folder, "table.csv");
        File.WriteAllText(table, "item,neighbor,weight\n1,77,1\n");
        var sources = Recommend("--sessions", "d", "--table", table).Json("recommendation")
            .Select(each => each.Text("source")).ToList();

        Assert.That(sources, Does.Contain("NeighborTable").And.Contain("NextItem"));
    }

    [TestCase("The source table is of a file: give it with --table FILE.", "recommend", "--sources", "table")]
    [TestCase(
        "--table has no effect unless --sources names table.", "recommend", "--sources", "cart", "--table", "t.csv")]
    [TestCase("The source vectors is of a file: give it with --vectors FILE.", "recommend", "--sources", "vectors")]
    [TestCase(
        "--vectors has no effect unless --recommenders or --sources names vectors.",
        "evaluate", "--by", "session", "--sources", "cart", "--vectors", "v.csv")]
    [TestCase("--recommenders: 'vectors' needs --vectors FILE.", "evaluate", "--recommenders", "vectors")]
    [TestCase("t.csv: there is no such file", "recommend", "--table", "t.csv")]
    [TestCase("--recommenders: 'table' needs --table FILE.", "evaluate", "--recommenders", "table")]
    public void Table_ThatIsMissingOrOfNoUse_IsSaid(string message, string command, params string[] options)
    {
        var run = ShopConsole.Run([command, .. options, Events, "--columns", "time=time,item=item,session=session"]);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public void Evaluate_WithATable_ComparesItWithTheUsual()
    {
        var table = Path.Combine(_folder, "table.csv");
        File.WriteAllText(table, "item,neighbor,weight\n1,2,1\n");
        var run = ShopConsole.Run(
            "evaluate", "--json", "--table", table, Events, "--columns", "time=time,item=item,session=session");
        var rows = run.Json("next_item_evaluation");

        Assert.That(rows[0].Text("recommender"), Is.EqualTo("table"), run.Error);
        Assert.That(rows, Has.Count.EqualTo(7));
        Assert.That(rows[0].Number("hit_rate"), Is.EqualTo(2d / 3).Within(1e-9));
    }

    [Test]
    public void Vectors_OfAFile_RecommendAloneAndInTheBlendAndAreCompared()
    {
        var vectors = Path.Combine(_folder, "vectors.csv");
        File.WriteAllText(vectors, "item,v1,v2\n1,1,0\n77,3,4\n78,4,3\n79,-1,0\n");
        var alone = Recommend("--sources", "vectors", "--sessions", "d", "--vectors", vectors).Json("recommendation");
        var sources = Recommend("--sessions", "d", "--vectors", vectors).Json("recommendation")
            .Select(each => each.Text("source")).ToList();
        var compared = ShopConsole.Run(
            "evaluate", "--json", "--vectors", vectors, "--recommenders", "vectors,next-item+vectors", Events,
            "--columns", "time=time,item=item,session=session").Json("next_item_evaluation");

        Assert.That(
            alone.Select(each => $"{each.Id("product_id")} {each.Number("value")}"),
            Is.EqualTo(new[] { "78 0.8", "77 0.6" }));
        Assert.That(alone[0].Text("reason"), Does.StartWith("near this visit by vectors "));
        Assert.That(sources, Does.Contain("ItemVectors").And.Contain("NextItem"));
        Assert.That(
            compared.Select(each => each.Text("recommender")),
            Is.EqualTo(new[] { "vectors", "next-item+vectors", "successors", "popular-of-day" }));
    }

    private ShopConsole Train(params string[] options) => ShopConsole.Run(Arguments(options));

    private string[] Arguments(params string[] options) =>
        ["train", "linear", Events, "--columns", "time=time,item=item,session=session", .. options];

    private ShopConsole Recommend(params string[] options) => ShopConsole.Run(
        ["recommend", "--json", Events, "--columns", "time=time,item=item,session=session", .. options]);

    /// <summary>Presses Ctrl-C when a line begins so.</summary>
    private sealed class StopWhen(CancellationTokenSource stop, string start) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
            {
                stop.Cancel();
            }
        }
    }
}
