namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of what all commands do with their input.</summary>
[TestFixture]
[Parallelizable]
public sealed class InputTests
{
    [Test]
    public void Files_InAnyOrder_AreMergedByEventTime()
    {
        var (older, newer) = (Repository.Case("001_input.csv"), Repository.Case("003_input.csv"));

        var run = ShopConsole.Run("trends", "--json", newer, older);
        Assert.That(run.Json("summary").Single().Id("late"), Is.Zero);
        Assert.That(run.Output, Is.EqualTo(ShopConsole.Run("trends", "--json", older, newer).Output));
    }

    [Test]
    public void Range_IsHalfOpen()
    {
        var run = ShopConsole.Run(
            "trends", "--json", "--from", "2019-11-01", "--to", "2019-11-05", Repository.Case("003_input.csv"));

        Assert.That(
            run.Json("summary").Single().Id("out_of_range"), Is.EqualTo(1), "the event at midnight after the last day");
        Assert.That(run.Json("bucket").Sum(line => line.Number("total")), Is.EqualTo(21),
            "the event at the first midnight counts");
    }

    [Test]
    public void Speed_ReplaysTheSameEvents()
    {
        var path = Repository.Case("002_input.csv");

        Assert.That(
            ShopConsole.Run("carts", "--json", "--speed", "x1000000000", path).Output,
            Is.EqualTo(ShopConsole.Run("carts", "--json", path).Output));
    }

    [TestCase("rank")]
    [TestCase("recent")]
    [TestCase("carts")]
    [TestCase("recommend")]
    public void Tables_WhenRedirected_HoldNoControlCodes(string command)
    {
        var run = ShopConsole.Run(command, Repository.Case("001_input.csv"));

        Assert.That(run.Output + run.Error, Does.Not.Contain('\u001b'));
    }

    [Test]
    public void Generate_ToFile_IsReadByTheCommands()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rxrecs-{Guid.NewGuid():n}.csv");
        try
        {
            var made = ShopConsole.Run("generate", "--rows", "5000", "--broken", "0.01", "--output", path);
            var summary = ShopConsole.Run("rank", "--json", path).Json("summary").Single();

            Assert.That(made.ExitCode, Is.Zero);
            Assert.That(made.Output, Is.Empty);
            Assert.That(summary.Id("rows"), Is.EqualTo(5000));
            Assert.That(made.Error, Does.Contain($"{summary.Id("dead")} broken"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("--help")]
    [TestCase("trends --help")]
    [TestCase("--version")]
    public void Help_IsOutput(string line)
    {
        var run = ShopConsole.Run(line.Split(' '));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Is.Not.Empty);
        Assert.That(run.Error, Is.Empty);
    }
}
