using System.Diagnostics;
using System.Runtime.InteropServices;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests that the exit codes are those of the table in the sample's README.</summary>
[TestFixture]
[Parallelizable]
public sealed class ExitCodeTests
{
    private const string Header = "event_time,event_type,product_id,price,user_id,user_session\n";
    private const string Rows = Header + "2019-11-01 08:00:00 UTC,view,1,5,7,s1\n"
        + "2019-11-01 08:01:00 UTC,view,2,5,7,s1\n";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-codes-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void File_OfAHeaderBesideOneWithRows_IsSaidAnd0()
    {
        var empty = Path.Combine(_folder, "empty.csv");
        File.WriteAllText(empty, Header);
        var run = ShopConsole.Run("rank", empty, Write(Rows));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("empty.csv: the file has a header and no row."));
    }

    [TestCase("evaluate --test-from 2030-01-01", "None of 2 events is of the test")]
    [TestCase("evaluate --by event", "No event was to be predicted")]
    [TestCase("evaluate --by session --columns time=event_time,item=product_id,user=user_id", "There is no session")]
    [TestCase("tune --valid-from 2030-01-01", "None of 2 events is of the validation part, from 2030-01-01 00")]
    [TestCase("tune --valid-from 2019-11-01 --test-from 2019-11-01T08:01:00Z", "no visit of the validation part has a")]
    [TestCase("tune --test-from 2019-01-01", "There is no event to learn from.")]
    public void Nothing_ToPredict_Is1(string line, string why)
    {
        var run = ShopConsole.Run([.. line.Split(' '), Write(Rows)]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput), run.Error);
        Assert.That(run.Output, Does.Contain(why));
        Assert.That(run.Error, Does.Not.Contain("best so far"));
    }

    [Test]
    public void Tune_OfNothing_SaysThatNothingIsSaved()
    {
        var saved = Path.Combine(_folder, "x.json");
        var run = ShopConsole.Run("tune", "--valid-from", "2030-01-01", "--save", saved, Write(Rows));

        Assert.That((run.ExitCode, File.Exists(saved)), Is.EqualTo((ExitCode.BadInput, false)));
        Assert.That(run.Output, Does.Contain("x.json was not written."));
    }

    [TestCase(PosixSignal.SIGINT, "Ctrl-C", 130)]
    [TestCase(PosixSignal.SIGTERM, "SIGTERM", 143)]
    public void Signal_ThatEndsARun_IsNamed(PosixSignal signal, string name, int code)
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (var command in new[] { "trends", "tune" })
        {
            using var error = new StringWriter();
            var run = ShopConsole.Run(
                error, [command, Write(Rows)], new StopSignal(stop.Token) { Signal = signal });

            Assert.That(run.ExitCode, Is.EqualTo(code), run.Error);
            Assert.That(run.Error, Does.Contain($"Stopped by {name} after"));
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Process_EndedBySigterm_Is143()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(ShopHost).Assembly.Location, "generate", "--rows", "2000000000" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        Assert.That(process.StandardOutput.ReadLine(), Does.StartWith("event_time"));
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();

        Assert.That(process.ExitCode, Is.EqualTo(ExitCode.Terminated), process.StandardError.ReadToEnd());
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "input.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
