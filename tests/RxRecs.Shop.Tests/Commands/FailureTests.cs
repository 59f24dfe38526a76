using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests that a failing operator ends its command, and that no file is written over unasked.</summary>
public sealed class FailureTests
{
    private static readonly string Case = Repository.Case("002_input.csv");
    private string _folder = "";

    private string Events => Path.Combine(_folder, "events.csv");

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-failure-").FullName;
        ShopConsole.Run("generate", "--rows", "500", "--output", Events);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Operator_ThatFails_EndsTheRunAtOnce()
    {
        var seen = 0;
        var error = Assert.Throws<UsageException>(() => Run(run =>
        {
            run.Keep(run.Events.Do(_ => seen++).Select(_ => seen == 3 ? throw new UsageException("no") : seen));
            run.Play();
            Assert.Fail("the run went on");
        }));

        Assert.That(error!.Message, Is.EqualTo("no"));
        Assert.That(seen, Is.EqualTo(3));
    }

    [Test]
    public void Operator_ThatFailsAtTheEnd_EndsTheRun() => Assert.Throws<UsageException>(() => Run(run =>
    {
        run.KeepNewest(run.Events.Concat(Observable.Throw<Interaction>(new UsageException("no"))), next => next.Item);
        run.Play();
    }));

    [TestCase("tune", "--save", "best.json", "--trials", "1")]
    [TestCase("evaluate", "--plot", "hits.svg", "--by", "next-item")]
    [TestCase("train linear", "--output", "table.csv")]
    [TestCase("generate", "--output", "shop.csv", "--rows", "10")]
    public void File_ThatIsThere_IsWrittenOverWithForceAlone(
        string command, string option, string name, params string[] more)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, "mine");
        string[] args = [.. command.Split(' '), option, file, .. more];
        args = command == "generate" ? args : [.. args, Events];

        var refused = ShopConsole.Run(args);
        Assert.That(refused.ExitCode, Is.EqualTo(ExitCode.BadUsage), refused.Error);
        Assert.That(refused.Error, Does.Contain(option).And.Contain("--force"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));

        var forced = ShopConsole.Run([.. args, "--force"]);
        Assert.That(forced.ExitCode, Is.Zero, forced.Error);
        Assert.That(File.ReadAllText(file), Is.Not.EqualTo("mine"), forced.Output);
    }

    private static void Run(Action<ShopRun> body)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var builder = new CommandBuilder(new Terminal { Output = output, Error = error }, new(CancellationToken.None));
        builder.CreateCommand("test", "A test.", [], body).Parse([Case])
            .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
