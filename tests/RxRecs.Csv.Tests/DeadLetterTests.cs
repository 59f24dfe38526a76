using System.Text;

namespace RxRecs.Csv.Tests;

public sealed class DeadLetterTests
{
    [TestCase("x,view,1,,,,,,", "event_time 'x' is not a time (2019-11-01 00:00:00 UTC)")]
    [TestCase(
        "01.10.2019 00:00,view,1,,,,,,",
        "event_time '01.10.2019 00:00' is no ISO 8601 time (2019-11-01 00:00:00 UTC); "
            + "another form has to be named (--time-format 'dd.MM.yyyy HH:mm')")]
    [TestCase(",view,1,,,,,,", "event_time is empty")]
    [TestCase("2019-10-01 00:00:00 UTC,,1,,,,,,", "event_type is empty")]
    [TestCase(
        "2019-10-01 00:00:00 UTC,VIEW,1,,,,,,",
        "event_type 'VIEW' is not one of view, cart, remove_from_cart, purchase; "
            + "say what it is with Kinds (--kind-map VIEW=view)")]
    [TestCase("2019-10-01 00:00:00 UTC,view,,,,,,,", "product_id is empty")]
    [TestCase("2019-10-01 00:00:00 UTC,view,NaN,,,,,,", "product_id 'NaN' stands for nothing")]
    [TestCase("2019-10-01 00:00:00 UTC,view,\\N,,,,,,", "product_id '\\N' stands for nothing")]
    [TestCase("2019-10-01 00:00:00 UTC,view,1,,,,,,,", "10 fields where the header has 9")]
    [TestCase(
        "2019-10-01 00:00:00 UTC,view,1,,,,,",
        "8 fields where the header has 9; if rows may end early, say so with AllowShortRows (--short-rows)")]
    [TestCase("2019-10-01 00:00:00 UTC,view,1,,,\"b,,,", "a quote is not closed, neither in its line nor as a "
        + "field of several lines; where quotes are plain text, say so with Quote (--quote none)")]
    [TestCase("\0\0\0\0", "1 field where the header has 9")]
    public void Read_BadRow_IsADeadLetterAmongGoodNeighbours(string row, string reason)
    {
        var reading = Reading.OfText(Reading.Header + Reading.GoodRow + row + "\n" + Reading.GoodRow);

        Assert.That(reading.Events, Has.Count.EqualTo(2));
        Assert.That(reading.DeadLetters, Is.EqualTo(new[] { new DeadLetter(3, reason, row) { Source = "test" } }));
    }

    [TestCase("product_id", 2, 1)]
    [TestCase("category_id", 3, 4)]
    [TestCase("user_id", 7, 4)]
    public void Read_IdThatIsNone_CostsTheRowOfAnItemAlone(string column, int place, int events)
    {
        string[] ids = [new('a', 256), new('a', 257), new('ä', 129), "\uFFFF"];
        var rows = ids.Select(id => "2019-10-01 00:00:00 UTC,view,1,,,,,,".Split(',').Select(
            (field, i) => i == place ? id : field)).Select(fields => string.Join(',', fields));
        var bytes = Encoding.UTF8.GetBytes(Reading.Header + string.Join('\n', rows) + "\n");
        bytes.AsSpan(bytes.AsSpan().IndexOf("\uFFFF"u8), 3).Fill(0xFF);
        var reading = Reading.OfBytes(bytes);

        Assert.That(reading.Events, Has.Count.EqualTo(events));
        Assert.That(reading.Summary.Fields.Unreadable, Is.EqualTo(events - 1));
        Assert.That(
            reading.Summary.Fields.FirstUnreadable ?? "line 3: " + reading.DeadLetters[0].Reason,
            Is.EqualTo($"line 3: {column} '{new string('a', 64)}...' is longer than 256 bytes"));
        if (events == 1)
        {
            Assert.That(reading.DeadLetters.Select(letter => letter.Reason), Is.EqualTo(new[]
            {
                $"{column} '{new string('a', 64)}...' is longer than 256 bytes",
                $"{column} '{new string('ä', 32)}...' is longer than 256 bytes",
                $"{column} '\uFFFD\uFFFD\uFFFD' is not valid UTF-8; save the file, or write the records, as UTF-8",
            }));
        }
    }

    [TestCase("NULL")]
    [TestCase("\\N")]
    [TestCase("NaN")]
    [TestCase("nan")]
    [TestCase("NA")]
    [TestCase("null")]
    [TestCase("")]
    public void Read_MarkerOfNothing_IsNoUserAndNoCategory(string marker)
    {
        var row = Reading.OfText(Reading.Header + $"2019-10-01 00:00:00 UTC,view,1,{marker},,,,{marker},\n")
            .Events.Single();

        Assert.That(row.User.IsNone);
        Assert.That(row.Category.IsNone);
    }

    [TestCase("42", "42")]
    [TestCase("42.0", "42")]
    [TestCase("1.4875800092865987e+18", "1487580009286598700")]
    [TestCase("007", "007")]
    [TestCase("-1", "-1")]
    [TestCase("12E5", "12E5")]
    [TestCase("9223372036854775808", "9223372036854775808")]
    [TestCase("2.5", "2.5")]
    [TestCase("SKU-1001-RED/42", "SKU-1001-RED/42")]
    [TestCase("\"a,b\"", "a,b")]
    public void Read_AnyText_IsAnId(string field, string id)
    {
        var row = Reading.OfText(Reading.Header + $"2019-10-01 00:00:00 UTC,view,{field},{field},,,,{field},\n")
            .Events.Single();

        Assert.That(new[] { row.Item, row.Category, row.User }, Is.All.EqualTo(Id.Parse(id)));
        Assert.That(row.Item.ToString(), Is.EqualTo(id));
    }

    [Test]
    public void Read_70FieldsIn9Columns_IsADeadLetter()
    {
        var reading = Reading.OfText(Reading.Header + Reading.GoodRow + new string(',', 69) + "\n" + Reading.GoodRow);

        Assert.That(reading.DeadLetters.Single().Reason, Is.EqualTo("70 fields where the header has 9"));
        Assert.That(reading.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public void Read_100Columns_AreFoundByName()
    {
        var columns = Enumerable.Range(0, 97).Select(i => $"c{i}").ToList();
        var text = $"{string.Join(',', columns)},event_time,event_type,product_id\n"
            + $"{new string(',', 97)}2019-10-01 00:00:00 UTC,cart,5\n";

        Assert.That(Reading.OfText(text).Events.Single().Item, Is.EqualTo((Id)5));
    }

    [Test]
    public void Read_BadUtf8InABrand_IsUnknown()
    {
        byte[] row = [.. "2019-10-01 00:00:00 UTC,view,1,,,"u8, 0xC3, 0x28, .. ",,,\n"u8];
        var reading = Reading.OfBytes(
        [
            .. Encoding.UTF8.GetBytes(Reading.Header + Reading.GoodRow),
            .. row,
            .. Encoding.UTF8.GetBytes(Reading.GoodRow),
        ]);

        Assert.That(reading.Events.Select(row => row.Brand), Is.EqualTo(new[] { "shiseido", null, "shiseido" }));
        Assert.That(
            reading.Summary.Fields.FirstUnreadable,
            Does.StartWith("line 3: brand '\uFFFD(' is not UTF-8"));
    }

    [Test]
    public void Read_QuoteNeverClosed_CostsOneLine()
    {
        var rows = string.Concat(Enumerable.Repeat(Reading.GoodRow, 1000));
        var reading = Reading.OfText(Reading.Header + "2019-10-01 00:00:00 UTC,view,1,,,\"open,1,2,s\n" + rows);

        Assert.That(reading.Events, Has.Count.EqualTo(1000));
        Assert.That(reading.DeadLetters.Single().Position, Is.EqualTo(2));
    }

    [Test]
    public void Read_QuotesInside_AreText()
    {
        var reading = Reading.OfText(
            Reading.Header
            + "2019-10-01 00:00:00 UTC,view,1,,,\"say \"\"hi\"\", you\",1,2,s\n"
            + "2019-10-01 00:00:00 UTC,view,1,,,5\" wide,1,2,s\n");

        Assert.That(reading.Events.Select(row => row.Brand), Is.EqualTo(new[] { "say \"hi\", you", "5\" wide" }));
    }

    [Test]
    public void Read_ShortRow_IsReadOnlyIfAllowed()
    {
        const string Cut = "2019-10-01 02:50:00 UTC,view,10900305,2053013555069845885,a,b,25.71,52040330";

        Assert.That(Reading.OfText(Reading.Header + Cut).DeadLetters, Has.Count.EqualTo(1));
        var allowed = Reading.OfText(Reading.Header + Cut, new ShopFileOptions { AllowShortRows = true });
        Assert.That(allowed.Events.Single().User, Is.EqualTo((Id)52040330));
    }

    [TestCase(1023)]
    [TestCase(1022)]
    [TestCase(1021)]
    [TestCase(1020)]
    public void FromUtf8_CharacterAtTheCut_StaysOutWhole(int ascii)
    {
        var text = new string('a', ascii) + "😀" + new string('b', 100);
        var letter = DeadLetter.FromUtf8(1, "r", Encoding.UTF8.GetBytes(text));

        Assert.That(letter.RawText, Is.EqualTo(new string('a', ascii) + (ascii == 1020 ? "😀" : "")));
    }
}
