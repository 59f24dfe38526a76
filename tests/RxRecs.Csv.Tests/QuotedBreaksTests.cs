using System.Text;

namespace RxRecs.Csv.Tests;

/// <summary>Line breaks in quotes, and quotes that nothing closes.</summary>
public sealed class QuotedBreaksTests
{
    private const string Header = "event_time,event_type,product_id,brand,user_id\n";

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\r")]
    public void Read_LineBreaksInQuotes_AreInTheField(string end)
    {
        var rows = Read(
            $"{Row(1, "a")}{end}{Row(2, $"\"two\"\"{end}{end}lines, \"\"\"")}{end}{Row(3, "c")}{end}", out var dead);

        Assert.That(dead, Is.Empty);
        Assert.That(rows.Select(row => (row.Line, row.Value.Item)), Is.EqualTo([(2L, (Id)1), (3, 2), (6, 3)]));
    }

    [Test]
    public void Read_LineBreakInAnIgnoredColumn_CostsNothing()
    {
        var rows = Read("time,note,item\n2024-05-01,\"leave at\nthe door, \"\"please\"\"\",7\n2024-05-02,\"\",8\n",
            out var dead,
            header: "",
            new ShopFileOptions { Columns = new ShopColumns { Time = "time", Item = "item" } });

        Assert.That(dead, Is.Empty);
        Assert.That(rows.Select(row => (row.Line, row.Value.Item)), Is.EqualTo([(2L, (Id)7), (4, 8)]));
    }

    [Test]
    public void Read_StrayQuote_CostsItsLineOnly([Values(0, 1, 5, 99, 100, 101, 1_000)] int after)
    {
        var rows = Read(
            $"{Row(1, "\"12 inch")}\n" + string.Concat(Enumerable.Range(2, after).Select(i => $"{Row(i, "b")}\n")),
            out var dead);

        Assert.That(rows.Select(row => row.Line), Is.EqualTo(Enumerable.Range(3, after)));
        Assert.That(dead.Select(letter => letter.Position), Is.EqualTo([2]));
        Assert.That(dead[0].Reason, Does.StartWith("a quote is not closed"));
        Assert.That(dead[0].RawText, Is.EqualTo(Row(1, "\"12 inch")));
    }

    [Test]
    public void Read_StrayQuoteBeforeAFieldOfSeveralLines_CostsItsLineOnly()
    {
        var rows = Read(
            $"{Row(1, "\"12 inch")}\n{Row(2, "b")}\n{Row(3, "\"c\nd\"")}\n{Row(4, "e")}\n", out var dead);

        Assert.That(rows.Select(row => (row.Line, row.Value.Item)), Is.EqualTo([(3L, (Id)2), (4, 3), (6, 4)]));
        Assert.That(dead.Select(letter => letter.Position), Is.EqualTo([2]));
    }

    [Test]
    public void Read_TwoStrayQuotesAroundWholeRows_SwallowNone()
    {
        var rows = Read($"{Row(1, "\"a")}\n{Row(2, "b")}\n{Row(3, "c\"")}\n{Row(4, "d")}\n", out var dead);

        Assert.That(rows.Select(row => row.Value.Item), Is.EqualTo([(Id)2, 3, 4]));
        Assert.That(dead.Select(letter => letter.Position), Is.EqualTo([2]));
    }

    [TestCase(QuotedBreaks.MaxLines, 0)]
    [TestCase(QuotedBreaks.MaxLines + 1, QuotedBreaks.MaxLines + 1)]
    public void Read_FieldOfManyLines_IsReadUpToTheBound(int lines, int expectedDead)
    {
        var text = string.Join('\n', Enumerable.Repeat("x", lines));
        var rows = Read($"{Row(1, $"\"{text}\"")}\n{Row(2, "b")}\n", out var dead);

        Assert.That(rows.Last(), Is.EqualTo(((long)lines + 2, rows.Last().Value)));
        Assert.That(rows, Has.Count.EqualTo(expectedDead == 0 ? 2 : 1));
        Assert.That(dead, Has.Count.EqualTo(expectedDead));
    }

    [Test]
    public void Read_RecordOfSeveralLinesBeyondTheLargest_IsNotHeld()
    {
        var text = new string('x', 500);
        var rows = Read(
            $"{Row(1, $"\"{text}\n{text}\n{text}\"")}\n{Row(2, "b")}\n",
            out var dead,
            options: new ShopFileOptions { MaxRecordSize = 1024 });

        Assert.That(rows.Select(row => (row.Line, row.Value.Item)), Is.EqualTo([(5L, (Id)2)]));
        Assert.That(dead.Select(letter => letter.Position), Is.EqualTo([2, 3, 4]));
    }

    [Test]
    public void Read_AnyQuotesAndBreaks_EveryLineIsReadOrSetAsideOnce()
    {
        var random = new Random(29);
        string[] pieces = ["\"", "\"\"", "a", ",", "\n", "\r\n", " ", "2024-05-01", "view", "7", "\",\"", "\n\""];
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var rows = Read($"{text}\n{Row(1, "last")}\n", out var dead);

            var lines = rows.Select(row => row.Line).Concat(dead.Select(letter => letter.Position)).ToList();
            Assert.That(lines, Is.Unique, text);
            Assert.That(lines.Max(), Is.LessThanOrEqualTo(2 + text.Count(letter => letter == '\n') + 1), text);
            Assert.That(rows.Any(row => row.Value.Brand == "last") || text.Contains('"'), text);
        }
    }

    private static string Row(int item, string brand) => $"2024-05-01 10:00:00 UTC,view,{item},{brand},9";

    private static List<(long Line, Interaction Value)> Read(
        string text, out List<DeadLetter> dead, string header = Header, ShopFileOptions? options = null)
    {
        var letters = dead = [];
        using var reader = ShopEvents.Open(
            new MemoryStream(Encoding.UTF8.GetBytes(header + text)), "rows", options, letters.Add);
        var rows = new List<(long, Interaction)>();
        while (reader.TryRead(out var next))
        {
            rows.Add((reader.Line, next));
        }

        return rows;
    }
}
