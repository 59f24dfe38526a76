using System.Text;
using RxRecs.Machines;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Whatever is wrong is said in a line or two, with the right exit code and no stack trace.</summary>
[TestFixture]
[Parallelizable]
public sealed class BadInputTests
{
    private const string Header =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n";
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-shop-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void CommandLine_WithAnIdOfTooManyBytes_Is2()
    {
        var run = ShopConsole.Run("similar", "--users", new string('a', 257));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
        Assert.That(run.Error, Does.Contain("--users").And.Contain("256 bytes"));
    }

    [TestCase("trends --bogus", "--bogus")]
    [TestCase("--bogus", "--bogus")]
    [TestCase("fly", "fly")]
    [TestCase("recent --last 0", "--last: '0'")]
    [TestCase("recent --last many", "--last: 'many'")]
    [TestCase("recent --ttl 0s", "--ttl")]
    [TestCase("trends --bucket 0d", "--bucket")]
    [TestCase("trends --bucket 7q", "7q")]
    [TestCase("trends --bucket 999999999d", "hundred years")]
    [TestCase("trends --from yesterday", "yesterday")]
    [TestCase("trends --from 2020-01-02 --to 2020-01-01", "--to")]
    [TestCase("trends --kinds fish=2", "fish")]
    [TestCase("trends --kinds cart=-1", "cart=-1")]
    [TestCase("trends --score best", "best")]
    [TestCase("trends --among 0", "--among")]
    [TestCase("trends --half-life 0h", "--half-life")]
    [TestCase("trends --speed fast", "fast")]
    [TestCase("recommend --sources cart,luck", "luck")]
    [TestCase("recommend --sources cart,cart", "cart")]
    [TestCase("recommend --sources cart:0", "cart:0")]
    [TestCase("recommend --sources next*0,cart", "next*0")]
    [TestCase("recommend --sources next*x", "next*x")]
    [TestCase("recommend --sources next*1:2", "next*1:2")]
    [TestCase("recommend --sources cart,next*2", "The weight of next has no effect")]
    [TestCase("recommend --fallback popular*2", "popular*2")]
    [TestCase("evaluate --targets remove", "remove")]
    [TestCase("recommend --sources next*0", "'next*0' has the weight '0', which is not a number from 0.000001 to")]
    [TestCase("recommend --sources next*1e9 --merge blend", "has the weight '1e9', which is not a number from")]
    [TestCase("recommend --sources cart:x", "'cart:x' has 'x' for how many items, which is not a whole number from 1.")]
    [TestCase("evaluate --recommenders next-item+", "'next-item+' has no name after a +; a blend is A+B.")]
    [TestCase("evaluate --recommenders +next-item", "'+next-item' has no name before a +; a blend is A+B.")]
    [TestCase("train linear --bogus x", "See rxrecs-shop train linear --help.")]
    [TestCase("train linear", "See rxrecs-shop train linear --help.")]
    [TestCase("train", "After train comes linear.")]
    [TestCase("train shop.csv", "After train comes linear.")]
    [TestCase("rank --columns foo=event_time,item=x", "'foo' is not one of time, kind, item, user, session, category,")]
    [TestCase("rank --columns itm=x", "Did you mean item?")]
    [TestCase("rank --columns itm=x", "See rxrecs-shop rank --help.")]
    [TestCase("generate --rows -5", "--rows")]
    [TestCase("generate --late 2", "--late")]
    public void CommandLine_ThatMakesNoSense_Is2(string line, string named)
    {
        var run = ShopConsole.Run(line.Split(' '));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
        Assert.That(run.Error, Does.Contain(named));
        AssertShort(run);
    }

    [Test]
    public void File_NotThere_Is1() => AssertBad(Path.Combine(_folder, "none.csv"), "no such file");

    [Test]
    public void File_Directory_Is1() => AssertBad(_folder, "directory");

    [Test]
    public void File_Empty_Is1() => AssertBad(Write(""), "empty");

    [Test]
    public void File_WrongColumns_Is1() => AssertBad(Write("a,b,c\n1,2,3\n"), "columns");

    [Test]
    public void File_Binary_Is1()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        bytes[10] = 0;
        AssertBad(Write(bytes), "binary");
    }

    [Test]
    public void File_CutGzip_Is1() => AssertBad(Write([0x1f, 0x8b, 8, 0, 1, 2, 3]), "gzip");

    [TestCase("trends")]
    [TestCase("evaluate")]
    public void File_CutGzip_GivesWhatWasReadAnd1(string command)
    {
        using var whole = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(
            whole, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(Repository.Case("003_input.csv")));
        }

        var run = ShopConsole.Run(command, "--json", Write(whole.ToArray()[..^9]));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(run.Json("summary").Single().Id("events"), Is.GreaterThan(5));
        Assert.That(run.Error, Does.Contain("cut short"));
        AssertShort(run);
    }

    [Test]
    public void File_SecondOfTwoNotThere_Is1() =>
        AssertBad(Repository.Case("001_input.csv"), "no such file", "none.csv");

    [TestCase("trends")]
    [TestCase("rank")]
    [TestCase("recent")]
    [TestCase("carts")]
    [TestCase("similar")]
    [TestCase("recommend")]
    [TestCase("evaluate")]
    [TestCase("insights")]
    [TestCase("attribute")]
    [TestCase("bundles")]
    [TestCase("forget")]
    [TestCase("tune")]
    [TestCase("sessions")]
    [TestCase("lambda")]
    [TestCase("demo")]
    public void File_HeaderOnly_IsSaidAnd1(string command)
    {
        var run = ShopConsole.Run(command, Write(Header));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput), run.Error);
        Assert.That(run.Output, Does.Contain("0 rows"));
        Assert.That(run.Error, Does.Contain("has a header and no row"));
    }

    [Test]
    public void File_OneHugeLine_IsOneDeadRow()
    {
        var run = ShopConsole.Run("trends", "--json", Write(Header + new string('x', 100_000_000)));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput), "not one row was of use");
        Assert.That(run.Json("summary").Single().Id("dead"), Is.EqualTo(1));
        AssertShort(run);
    }

    [Test]
    public void File_FutureDate_IsSetAside()
    {
        var rows = File.ReadAllLines(Repository.Case("001_input.csv")).ToList();
        rows.Insert(9, "9999-12-31 23:59:59 UTC,view,1,1,,,1.00,5,s");
        var run = ShopConsole.Run("trends", "--json", Write(string.Join('\n', rows)));

        var summary = run.Json("summary").Single();
        Assert.That((summary.Id("implausible"), summary.Id("late"), summary.Id("events")), Is.EqualTo((1, 0, 17)));
    }

    [Test]
    public void File_ControlCodesInNames_DoNotReachTheTerminal()
    {
        var run = ShopConsole.Run("recent", "--what", "items",
            Write(Header
                + "2019-10-01 10:00:00 UTC,view,\u001b[2Jevil,1,,\u001b[2Jbrand,2.62,1001,S1\n"
                + "2019-10-01 10:00:01 UTC,view,plain,1,,\u001b[2Jbrand,2.62,\u009b2Juser,S1\n"));

        Assert.That(run.Output + run.Error, Does.Contain("evil").And.Contain("has control characters"));
        Assert.That((run.Output + run.Error).Where(char.IsControl).Except("\r\n"), Is.Empty);
    }

    [Test]
    public void File_Strict_EndsWithOneAtTheFirstRowThatCannotBeRead()
    {
        var file = Write(Header + "2019-10-01 10:00:00 UTC,view,1,1,,,2.62,1001,S1\nnonsense\n"
            + "2019-10-01 10:00:01 UTC,view,2,1,,,2.62,1001,S1\n");

        var run = ShopConsole.Run("rank", "--strict", file);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(
            run.Error, Does.Contain("line 3").And.Contain("1 field where the header has 9").And.Contain("--strict"));
        Assert.That(ShopConsole.Run("rank", file).ExitCode, Is.EqualTo(ExitCode.Success));
    }

    [Test]
    public void File_NumbersBetweenBlanks_AreSessionsWhereTheLayoutIsGiven()
    {
        var file = Write("1409000001 5 7\n5 7 9\n");

        Assert.That(ShopConsole.Run("rank", file).Error, Does.Contain("looks like a time").And.Contain("--layout"));
        Assert.That(
            ShopConsole.Run("sessions", "--layout", "session-lines", file).ExitCode, Is.EqualTo(ExitCode.Success));
    }

    [Test]
    public void Interrupted_IsWhatIsKnownAnd130()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var run = ShopConsole.Run(stop.Token, "trends", "--json", Repository.Case("001_input.csv"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted));
        Assert.That(run.Json("summary").Single().GetProperty("interrupted").GetBoolean(), Is.True);
    }

    [Test]
    public void Output_ClosedByItsReader_EndsQuietly()
    {
        using var error = new StringWriter();
        using var closed = new ClosedStream();
        var host = new ShopHost(new Terminal { Output = closed, Error = error }, new(CancellationToken.None));

        Assert.That(host.Run("generate", "--rows", "1000000"), Is.Zero);
        Assert.That(host.Run("recent", "--json", Repository.Case("001_input.csv")), Is.Zero);
        Assert.That(host.Run("recent", Repository.Case("001_input.csv")), Is.Zero);
        Assert.That(error.ToString(), Is.Empty);
    }

    private static void AssertShort(ShopConsole run)
    {
        Assert.That(run.Error, Does.Not.Contain("   at "));
        Assert.That(run.Error.TrimEnd().Count(c => c == '\n'), Is.LessThanOrEqualTo(1));
    }

    private static void AssertBad(string file, string said, params string[] more)
    {
        var run = ShopConsole.Run(["carts", file, .. more]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput), run.Error);
        Assert.That(run.Error, Does.Contain(said));
        AssertShort(run);
    }

    private string Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder, "input.csv");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) =>
            throw new OutputClosedException(new IOException("Broken pipe"));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
