namespace RxRecs.Shop.Tests.Commands;

/// <summary>Rows of one second, as a log at that grain has them in any order.</summary>
[TestFixture]
[Parallelizable]
public sealed class TieTests
{
    private const int Grain = 60;
    private string _folder = null!;

    [OneTimeSetUp]
    public void Generate()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-ties-").FullName;
        var made = Path.Combine(_folder, "made.csv");
        ShopConsole.Run(
            "generate", "--rows", "6000", "--users", "300", "--items", "80", "--days", "1", "--output", made);
        var (header, rows) = (File.ReadLines(made).First(), File.ReadLines(made).Skip(1).Select(ToMinute).ToArray());
        foreach (var seed in Enumerable.Range(0, 3))
        {
            var random = new Random(seed);
            File.WriteAllLines(PathOf(seed), [header, .. seed == 0 ? rows : ShuffleTies(rows, random)]);
        }
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("trends")]
    [TestCase("trends", "--per", "brand", "--bucket", "1h", "--each")]
    [TestCase("recent")]
    [TestCase("recent", "--per", "session", "--raw")]
    [TestCase("carts")]
    [TestCase("recommend")]
    [TestCase("similar")]
    [TestCase("rank")]
    [TestCase("bundles")]
    public void Command_RowsOfOneInstantInAnyOrder_WritesTheSame(params string[] command)
    {
        var expected = Run(command, 0);
        Assert.That(expected, Is.Not.Empty);
        Assert.That(Run(command, 1), Is.EqualTo(expected));
        Assert.That(Run(command, 2), Is.EqualTo(expected));
    }

    [Test]
    public void Evaluate_RowsOfOneInstant_GoAsTheLogHasThem() =>
        Assert.That(Run(["evaluate", "--by", "event"], 1), Is.Not.EqualTo(Run(["evaluate", "--by", "event"], 0)));

    private static string ToMinute(string row) => row.Length > 20 && row[16] == ':' ? $"{row[..17]}00{row[19..]}" : row;

    /// <summary>Puts the rows of each minute into another order, and the minutes out of order by less than the
    /// lateness.</summary>
    private static IEnumerable<string> ShuffleTies(string[] rows, Random random) => rows
        .Select((row, place) => (Row: row, Place: (place / Grain) + (random.NextDouble() * 2)))
        .OrderBy(each => each.Place)
        .Select(each => each.Row);

    private string Run(string[] command, int seed)
    {
        var run = ShopConsole.Run([.. command, PathOf(seed), "--lateness", "24h", "--json"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Output;
    }

    private string PathOf(int seed) => Path.Combine(_folder, $"{seed}.csv");
}
