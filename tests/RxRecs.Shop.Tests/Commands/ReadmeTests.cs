namespace RxRecs.Shop.Tests.Commands;

/// <summary>The README of the sample names every type and member that <c>--json</c> writes.</summary>
[TestFixture]
[Parallelizable]
public sealed class ReadmeTests
{
    private readonly Dictionary<string, ShopConsole> _done = [];
    private static readonly string Case = Repository.Case("001_input.csv");

    private static readonly string Model = Path.Combine(Path.GetTempPath(), "rxrecs-readme.rxnt");

    private static readonly string[][] Runs =
    [
        ["demo", "--json", Case],
        ["lambda", "--json", "--trends", "t", "--recommendations", "r", Case],
        ["sessions", "--json", Case],
        ["trends", "--json", "--min-change", "0", "--include-partial", Case],
        ["trends", "--json", "--of", "brands", "--include-partial", Case],
        ["rank", "--json", Case],
        ["insights", "--json", Case],
        ["recent", "--json", "--users", "1001,5", Case],
        ["recent", "--json", "--per", "session", "--what", "brands", Case],
        ["carts", "--json", Case],
        ["carts", "--json", "--per", "session", Case],
        ["attribute", "--json", Case],
        ["similar", "--json", Repository.Case("002_input.csv")],
        ["similar", "--json", "--by", "cosine", Repository.Case("002_input.csv")],
        ["similar", "--json", "--by", "content", Repository.Case("002_input.csv")],
        ["bundles", "--json", "--min-together", "1", "--kinds", "view,cart", Repository.Case("002_input.csv")],
        ["recommend", "--json", Case],
        ["forget", "--json", Case],
        ["recommend", "--json", "--why", "--max-per-brand", "1", "--diversity", "0.3", Case],
        ["evaluate", "--json", Case],
        ["evaluate", "--json", "--by", "session", "--each", Case],
        ["evaluate", "--json", "--freshness", "0h,1h", Case],
        ["evaluate", "--json", "--recommenders", "recent", Case, "--test", Repository.Case("002_input.csv")],
        ["tune", "--json", "--trials", "2", Case],
        ["train", "linear", "--json", "--force", "--output", Model, Case],
    ];

    [TestCaseSource(nameof(Runs))]
    public void Json_TypesAndMembers_AreInTheReadme(params string[] args)
    {
        var table = File.ReadAllLines(Path.Combine(Repository.Root, "samples", "RxRecs.Shop", "README.md"))
            .SkipWhile(line => line != "## JSON lines")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ToList();
        var run = Run(args);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var line in run.Lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement))
        {
            var row = table.Find(row => row.StartsWith($"| `{line.Text("type")}` |", StringComparison.Ordinal));
            Assert.That(row, Is.Not.Null, $"type {line.Text("type")}");
            foreach (var member in line.EnumerateObject().Where(member => member.Name != "type"))
            {
                Assert.That(row, Does.Contain($"`{member.Name}`"), $"{line.Text("type")}.{member.Name}");
            }
        }
    }

    [TestCaseSource(nameof(Runs))]
    public void Json_Summary_AccountsForEveryRow(params string[] args)
    {
        var summary = Run(args).Json("summary").Single();

        Assert.That(
            summary.Id("events") + summary.Id("late") + summary.Id("dead") + summary.Id("implausible")
                + summary.Id("out_of_range"),
            Is.EqualTo(summary.Id("rows")));
    }

    // Both tests look at the same output.
    private ShopConsole Run(string[] args)
    {
        var line = string.Join(' ', args);
        return _done.TryGetValue(line, out var run) ? run : _done[line] = ShopConsole.Run(args);
    }
}
