using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of items that go with an item, by the measures that the console knows.</summary>
[TestFixture]
[Parallelizable]
public sealed class SimilarTests
{
    // 1 and 2 are in two visits together, 1 and 3 in one; 4 is alone.
    private const string Visits =
        """
        time,item,session
        2024-05-01T09:00:00Z,1,a
        2024-05-01T09:01:00Z,2,a
        2024-05-01T09:02:00Z,1,b
        2024-05-01T09:03:00Z,2,b
        2024-05-01T09:04:00Z,1,c
        2024-05-01T09:05:00Z,3,c
        2024-05-01T09:06:00Z,4,d

        """;

    private string _file = "";

    [SetUp]
    public void WriteFile()
    {
        _file = Path.GetTempFileName();
        File.WriteAllText(_file, Visits);
    }

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [TestCase("together", "2 2;3 1")]
    [TestCase("sequential-rules", "2 2;3 1")]
    [TestCase("jaccard", "2 0.666667;3 0.333333")]
    public void By_AMeasure_TellsWhatGoesWithAnItem(string measure, string expected)
    {
        var neighbors = Run("--by", measure, "--items", "1").Json("neighbor");

        Assert.That(
            string.Join(';', neighbors.Select(each =>
                $"{each.Id("neighbor_id")} {Math.Round(each.Number("score")!.Value, 6)}")),
            Is.EqualTo(expected));
    }

    [Test]
    public void By_KindsOnBothSides_TellsWhatIsBoughtAfterAView()
    {
        File.WriteAllText(_file, """
            time,item,session,kind
            2024-05-01T09:00:00Z,1,a,view
            2024-05-01T09:01:00Z,2,a,purchase
            2024-05-01T09:02:00Z,3,a,view
            2024-05-01T09:03:00Z,1,b,view
            2024-05-01T09:04:00Z,2,b,purchase

            """);
        string[] columns = ["--columns", "time=time,item=item,session=session,kind=kind"];
        var run = Run([
            .. columns, "--by", "together", "--from-kinds", "view", "--to-kinds", "purchase", "--items", "1,2,3",
        ]);

        Assert.That(
            run.Json("neighbor")
                .Select(each => $"{each.Id("product_id")} {each.Id("neighbor_id")} {each.Number("score")}"),
            Is.EqualTo(new[] { "1 2 2" }));
    }

    [TestCase("cosine")]
    [TestCase("llr")]
    [TestCase("users")]
    [TestCase("otto-carts")]
    [TestCase("tencentrec")]
    [TestCase("content")]
    public void Why_ByAnyMeasure_HasPartsThatAddUpToTheScores(string measure)
    {
        var run = ShopConsole.Run("similar", "--json", "--why", "--by", measure, Repository.Case("002_input.csv"));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var (name, around) = measure == "users" ? ("similar", "user_id") : ("neighbor", "around");
        var parts = run.Json("contribution").ToLookup(part => (part.Id(around), part.Id("product_id")));
        var rows = run.Json(name);

        Assert.That(rows, Is.Not.Empty);
        foreach (var row in rows)
        {
            var of = parts[measure == "users"
                ? (row.Id("user_id"), row.Id("product_id"))
                : (row.Id("product_id"), row.Id("neighbor_id"))].ToList();
            Assert.That(of.Sum(part => part.Number("contribution")), Is.EqualTo(row.Number("score")).Within(1e-9));
            Assert.That(of.Select(part => part.Number("matched_item")), Is.All.Not.Null);
        }
    }

    [Test]
    public void Why_ByCosine_SaysWhatWasCounted()
    {
        var parts = Run("--by", "cosine", "--items", "1", "--why").Json("contribution");

        Assert.That(
            parts.Select(each => $"{each.Id("product_id")} of {each.Id("matched_item")}: {each.Text("detail")}"),
            Is.EqualTo(new[] { "2 of 1: together 2, each 3 and 2, of 4", "3 of 1: together 1, each 3 and 1, of 4" }));
    }

    [Test]
    public void Items_OfWhichNothingIsKnown_AreSaidToBeSo()
    {
        var run = Run("--by", "cosine", "--items", "4,9");

        Assert.That(run.Json("neighbor"), Is.Empty);
        Assert.That(run.Output, Does.Contain("Item 4: nothing goes with it.").And.Contain("Unknown item 9"));
    }

    [Test]
    public void ByVectors_FileOfVectors_TellsTheNearest()
    {
        var vectors = Path.GetTempFileName();
        File.WriteAllText(vectors, "item,v1,v2\n1,1,0\n2,3,4\n3,0,2\n4,1,x\n9,-1,0\n");
        try
        {
            var run = Run("--by", "vectors", "--vectors", vectors, "--items", "1,4", "--top", "3");

            Assert.That(
                run.Json("neighbor")
                    .Select(each => $"{each.Id("product_id")} {each.Id("neighbor_id")} {each.Number("score")}"),
                Is.EqualTo(new[] { "1 2 0.6", "1 3 0", "1 9 -1" }));
            Assert.That(run.Output, Does.Contain("Item 4 has no vector."));
            Assert.That(
                run.Error,
                Does.Contain("1 row left out, the first in line 5: number 2 'x' is not a number")
                    .And.Contain(": 4 items, 2 dimensions."));
            Assert.That(
                Run("--by", "vectors", "--vectors", vectors, "--items", "1", "--why").Json("contribution")
                    .Select(each => $"{each.Id("product_id")} {each.Number("contribution")} {each.Id("matched_item")}"),
                Is.EqualTo(new[] { "2 0.6 1", "3 0 1", "9 -1 1" }));
            Assert.That(
                Run("--by", "vectors", "--vectors", vectors, "--count", "1", "--top", "1").Json("neighbor").Single()
                    .Id("product_id"),
                Is.EqualTo(1));
        }
        finally
        {
            File.Delete(vectors);
        }
    }

    [TestCase("Vectors come from a file: give it with --vectors FILE.", "--by", "vectors")]
    [TestCase("--vectors has no effect with --by cosine", "--by", "cosine", "--vectors", "v.csv")]
    [TestCase("--vectors has no effect with --by users", "--vectors", "v.csv")]
    [TestCase("--items has no effect with --by users", "--items", "1")]
    [TestCase("--users has no effect with --by llr", "--by", "llr", "--users", "1")]
    [TestCase("--last has no effect with --by llr", "--by", "llr", "--last", "3")]
    [TestCase("--to-kinds has no effect with --by cco", "--by", "cco", "--to-kinds", "cart")]
    public void Option_WithoutEffect_IsRefused(string message, params string[] options)
    {
        var run = Run(options);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public void Evaluate_KnowsTheMeasures() => Assert.That(
        ShopConsole
            .Run("evaluate", "--recommenders", "cosine,sequential-rules", "--json", Repository.Case("002_input.csv"))
            .Json("next_item_evaluation").Select(each => each.Text("recommender")),
        Is.EqualTo(new[] { "cosine", "sequential-rules", "successors", "popular-of-day" }));

    private ShopConsole Run(params string[] options) => ShopConsole.Run(
        ["similar", "--json", "--columns", "time=time,item=item,session=session", .. options, _file]);
}
