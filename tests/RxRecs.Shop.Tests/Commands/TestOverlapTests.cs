using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests what <c>evaluate --test</c> says of a test that does not follow its training.</summary>
[TestFixture]
[Parallelizable]
public sealed class TestOverlapTests
{
    private const string Header = "event_time,event_type,product_id,price,user_id,user_session\n";
    private const string Train = Header + "2019-11-01 08:00:00 UTC,view,1,5,7,s1\n"
        + "2019-11-01 08:01:00 UTC,cart,2,5,7,s1\n"
        + "2019-11-02 08:00:00 UTC,view,1,5,8,s2\n2019-11-02 08:01:00 UTC,view,2,5,8,s2\n";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-overlap-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Test_ThatIsTheTraining_IsRefused()
    {
        var train = Write("train.csv", Train);
        var run = ShopConsole.Run("evaluate", train, "--test", Path.Combine(_folder, ".", "train.csv"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain("is named twice, and its events would count twice."));
    }

    [Test]
    public void Test_ThatBeginsBeforeTheTrainingEnds_IsSaidWithACount()
    {
        var test = Header + "2019-11-02 08:00:00 UTC,view,1,5,9,t\n2019-11-02 08:09:00 UTC,view,2,5,9,t\n";
        var run = Run(Train, test);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain(
            "2 of the training's 4 events are at or after the test's beginning (2019-11-02 08:00:00Z). They are "
            + "learned before the test"));
        var overlap = run.Json("test_overlap").Single();
        Assert.That((overlap.Id("train_events"), overlap.Id("train_events_after")), Is.EqualTo((4, 2)));
        Assert.That(overlap.Text("test_from"), Is.EqualTo("2019-11-02T08:00:00Z"));
    }

    [Test]
    public void Test_LongBeforeTheTrainingWithItsSessions_SaysTheReason()
    {
        var run = Run(Train, Train.Replace("2019-11", "2019-10"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(run.Error, Does.Contain("4 of the training's 4 events"));
        Assert.That(run.Json("notice").Single().Text("text"), Is.EqualTo(
            "Nothing could be predicted: no event of the test goes on with a visit. 4 events: 4 that begin a visit, or "
            + "are too long before their session's visit in the training."));
    }

    [TestCase("2019-11-02 08:00:00", true)]
    [TestCase("2019-11-02 08:02:00", false)]
    [Platform(Exclude = "Win")]
    public void Test_ThatIsAPipe_IsSaidWithoutACount(string from, bool isOverlap)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.Write(Encoding.UTF8.GetBytes($"{Header}{from} UTC,view,1,5,9,t\n2019-11-02 08:09:00 UTC,view,2,5,9,t\n"));
        pipe.SafePipeHandle.Dispose();

        var path = $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        var run = ShopConsole.Run(
            "evaluate", "--json", "--recommenders", "recent", Write("train.csv", Train), "--test", path);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            run.Error,
            isOverlap
                ? Does.Contain("Some of the training's 4 events, which go on to 2019-11-02 08:01:00Z, are at or after the "
                    + "test's beginning (2019-11-02 08:00:00Z). They are learned before the test")
                : Does.Not.Contain("of the training's"));
        var overlap = run.Json("test_overlap").SingleOrDefault();
        Assert.That(overlap.ValueKind, Is.EqualTo(isOverlap ? JsonValueKind.Object : JsonValueKind.Undefined));
        if (isOverlap)
        {
            Assert.That(overlap.GetProperty("train_events_after").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(overlap.Text("train_to"), Is.EqualTo("2019-11-02T08:01:00Z"));
        }
    }

    [TestCase("")]
    [TestCase("--from 2019-11-02")]
    public void Test_BehindTheTraining_SaysNothing(string range)
    {
        string[] options = [.. range.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var run = Run(Train, Train.Replace("2019-11", "2019-12"), options);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Not.Contain("of the training's"));
        Assert.That(run.Json("test_overlap"), Is.Empty);
    }

    [Test]
    public void Test_WithoutTimes_GoesOnBehindTheTraining()
    {
        var (train, test) = (Write("train.txt", "1 2 3\n2 3\n"), Write("test.txt", "1 2 3\n"));
        var run = ShopConsole.Run("evaluate", "--json", "--recommenders", "recent", train, "--test", test);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Json("test_overlap"), Is.Empty);
    }

    private ShopConsole Run(string train, string test, params string[] more) => ShopConsole.Run(
    [
        "evaluate", "--json", "--recommenders", "recent", .. more, Write("train.csv", train), "--test",
        Write("test.csv", test),
    ]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
