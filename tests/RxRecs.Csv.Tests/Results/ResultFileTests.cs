using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using System.Text.Json;

namespace RxRecs.Csv.Tests.Results;

public sealed class ResultFileTests
{
    private static readonly ResultColumns<(string? Text, double Real, long Number)> Columns =
        new ResultColumns<(string? Text, double Real, long Number)>()
            .Add("text", row => row.Text)
            .Add("real", row => row.Real)
            .Add("number", row => row.Number);

    [TestCase("plain", "plain")]
    [TestCase("", "")]
    [TestCase(null, "")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [TestCase("two\nlines", "\"two\nlines\"")]
    [TestCase("=1+1", "'=1+1")]
    [TestCase("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [TestCase("+1", "'+1")]
    [TestCase("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0")]
    [TestCase("-", "'-")]
    [TestCase("@SUM(1)", "'@SUM(1)")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("\r=1", "\"'\r=1\"")]
    [TestCase("\n=1", "\"'\n=1\"")]
    [TestCase("\uFF1D1", "'\uFF1D1")]
    [TestCase("-5", "-5")]
    [TestCase("-12.50", "-12.50")]
    [TestCase("1-2", "1-2")]
    public void Csv_Text_IsQuotedAndDefused(string? text, string expected) =>
        Assert.That(Csv((text, -0.5, -7)), Is.EqualTo($"text,real,number\n{expected},-0.5,-7\n"));

    [Test]
    public void Csv_DoubleOfAnyKind_GivesItselfBackOrNothing() =>
        Assert.That(
            Csv(("a", 116.66666666666667, 1), ("b", double.NaN, 2), ("c", double.NegativeInfinity, 3), ("d", 1e300, 4)),
            Is.EqualTo("text,real,number\na,116.66666666666667,1\nb,,2\nc,,3\nd,1E+300,4\n"));

    [Test]
    public void JsonLines_Rows_AreOneObjectEach()
    {
        var lines = Json((null, 0.25, -7), ("=a\n\"ж\uD800", double.NaN, 2)).TrimEnd('\n').Split('\n');

        Assert.That(lines[0], Is.EqualTo("{\"text\":null,\"real\":0.25,\"number\":-7}"));
        using var second = JsonDocument.Parse(lines[1]);
        Assert.That(second.RootElement.GetProperty("text").GetString(), Is.EqualTo("=a\n\"ж\uFFFD"));
        Assert.That(second.RootElement.GetProperty("real").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Interactions_WrittenAsCsv_ReadBackTheSame()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 500).Select(i => Any(random, i)).ToList();
        using var file = TempFile.Of("");
        using (var writer = ResultFile.Csv(file.Path, KnownColumns.Interactions()))
        {
            rows.ForEach(writer.OnNext);
        }

        Assert.That(ShopEvents.Read(file.Path), Is.EqualTo(rows));
    }

    [Test]
    public void Interactions_AsJsonLines_HaveTheDocumentedNames()
    {
        using var bytes = new MemoryStream();
        using (var writer = ResultFile.JsonLines(bytes, KnownColumns.Interactions()))
        {
            writer.OnNext(new Interaction(DateTimeOffset.UnixEpoch, InteractionKind.Remove, Id.None, 5)
            {
                Price = 1.50m,
            });
        }

        Assert.That(
            Encoding.UTF8.GetString(bytes.ToArray()),
            Is.EqualTo(
                "{\"event_time\":\"1970-01-01T00:00:00Z\",\"event_type\":\"remove_from_cart\","
                + "\"product_id\":5,\"category_id\":null,\"category_code\":null,\"brand\":null,"
                + "\"price\":1.5,\"user_id\":null,\"user_session\":null}\n"));
    }

    [Test]
    public void DeadLetters_OfAFile_GoStraightToAWriter()
    {
        using var input = TempFile.Of(Reading.Header + "=cmd,x\n" + Reading.GoodRow);
        using var output = TempFile.Of("");
        using (var letters = ResultFile.Csv(output.Path, KnownColumns.DeadLetters()))
        {
            ShopEvents.FromFile(input.Path).WithDeadLetters().DeadLetters().Subscribe(letters);
            Assert.That(letters.Count, Is.EqualTo(1));
        }

        Assert.That(
            File.ReadAllText(output.Path),
            Is.EqualTo(
                $"source,position,reason,raw_text\n{input.Path},2,\"2 fields where the header has 9; if rows may end "
                + "early, say so with AllowShortRows (--short-rows)\",\"'=cmd,x\"\n"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Writer_SelectorThrows_LeavesNoHalfRow(bool csv)
    {
        using var bytes = new MemoryStream();
        var columns = new ResultColumns<int>().Add("a", row => row).Add("b", row => 6 / row);
        using (var writer = csv ? ResultFile.Csv(bytes, columns) : ResultFile.JsonLines(bytes, columns))
        {
            writer.OnNext(2);
            Assert.That(() => writer.OnNext(0), Throws.TypeOf<DivideByZeroException>());
            writer.OnNext(3);
            writer.OnCompleted();
            writer.OnNext(1);
            Assert.That(writer.Count, Is.EqualTo(2));
        }

        var expected = csv ? "a,b\n2,3\n3,2\n" : "{\"a\":2,\"b\":3}\n{\"a\":3,\"b\":2}\n";
        Assert.That(Encoding.UTF8.GetString(bytes.ToArray()), Is.EqualTo(expected));
    }

    [Test]
    public async Task Completion_TellsHowTheFileEnded()
    {
        var columns = new ResultColumns<int>().Add("a", row => row);
        using var completed = ResultFile.Csv(new MemoryStream(), columns);
        using var failed = ResultFile.JsonLines(new MemoryStream(), columns);
        Assert.That(completed.Completion.IsCompleted, Is.False);

        Observable.Return(1).Subscribe(completed);
        await completed.Completion;
        Observable.Return(1).Concat(Observable.Throw<int>(new FormatException("row 2"))).Subscribe(failed);
        Assert.That(() => failed.Completion, Throws.TypeOf<FormatException>().With.Message.EqualTo("row 2"));
        Assert.That(failed.Count, Is.EqualTo(1));
    }

    [Test]
    public void OnCompleted_DiskIsFull_IsSaidThereAndByTheCompletion()
    {
        var writer = ResultFile.Csv(new FullStream(), new ResultColumns<int>().Add("a", row => row));
        writer.OnNext(1);

        Assert.That(writer.OnCompleted, Throws.TypeOf<IOException>());
        Assert.That(() => writer.Completion, Throws.TypeOf<IOException>());
    }

    [Test]
    public void OnNext_AfterDispose_IsAnError()
    {
        var writer = ResultFile.Csv(new MemoryStream(), new ResultColumns<int>().Add("a", row => row));
        writer.Dispose();

        Assert.That(() => writer.OnNext(1), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(writer.Completion.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void Columns_TwiceOrNone_AreRefused()
    {
        Assert.That(() => new ResultColumns<int>().Add("a", row => row).Add("a", row => row), Throws.ArgumentException);
        Assert.That(() => ResultFile.Csv(new MemoryStream(), new ResultColumns<int>()), Throws.ArgumentException);
    }

    private static string Csv(params (string? Text, double Real, long Number)[] rows) =>
        Write(stream => ResultFile.Csv(stream, Columns), rows);

    private static string Json(params (string? Text, double Real, long Number)[] rows) =>
        Write(stream => ResultFile.JsonLines(stream, Columns), rows);

    private static string Write<T>(Func<Stream, ResultWriter<T>> open, T[] rows)
    {
        using var bytes = new MemoryStream();
        using (var writer = open(bytes))
        {
            rows.ToObservable().Subscribe(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static Interaction Any(Random random, int i) => new(
        DateTimeOffset.Parse("2019-10-01T00:00:00Z", CultureInfo.InvariantCulture)
            .AddTicks(random.NextInt64(TimeSpan.TicksPerDay)),
        (InteractionKind)random.Next(4),
        i % 5 == 0 ? Id.None : random.NextInt64(),
        random.NextInt64())
    {
        Category = i % 3 == 0 ? Id.None : random.NextInt64(),
        CategoryPath = i % 4 == 0 ? null : "a.b",
        Brand = i % 2 == 0 ? null : "x, \"y\" ж",
        Price = i % 7 == 0 ? null : random.Next(-1000, 100_000) / 100m,
        Session = i % 9 == 0 ? null : $"s{i}",
    };

    /// <summary>Takes nothing.</summary>
    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space is left.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space is left.");

        public override void Flush() => throw new IOException("No space is left.");
    }
}
