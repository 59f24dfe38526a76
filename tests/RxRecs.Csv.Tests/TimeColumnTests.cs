namespace RxRecs.Csv.Tests;

/// <summary>Times as other shops write them.</summary>
public sealed class TimeColumnTests
{
    private static readonly ShopColumns Columns =
        new() { Time = "1", Item = "2", HasHeader = false, Delimiter = ';' };

    [TestCase("2019-11-01", "2019-11-01T00:00:00Z")]
    [TestCase("2019-11-01 00:00:00+00", "2019-11-01T00:00:00Z")]
    [TestCase("2019-11-01 00:00:00 -0400", "2019-11-01T04:00:00Z")]
    [TestCase("2019-11-01T09:30", "2019-11-01T09:30:00Z")]
    [TestCase("20240501", "2024-05-01T00:00:00Z")]
    [TestCase("20240501T101500Z", "2024-05-01T10:15:00Z")]
    [TestCase("2024-05-01 24:00", "2024-05-02T00:00:00Z")]
    [TestCase("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [TestCase("2024-W18-3", "2024-05-01T00:00:00Z")]
    [TestCase("2024-122", "2024-05-01T00:00:00Z")]
    public void Iso8601_AsProgramsWriteIt_IsRead(string text, string expected) =>
        Assert.That(Read(text, Columns), Is.EqualTo(At(expected)));

    [TestCase("1433221332", EpochUnit.Seconds)]
    [TestCase("1433221332.0", EpochUnit.Seconds)]
    [TestCase("1433221332000", EpochUnit.Milliseconds)]
    [TestCase("1.433221332e12", EpochUnit.Milliseconds)]
    [TestCase("1433221332000000", EpochUnit.Microseconds)]
    [TestCase("1433221332000000000", EpochUnit.Nanoseconds)]
    public void Epoch_OfEachUnit_IsThatTime(string text, EpochUnit unit) =>
        Assert.That(Read(text, Columns with { TimeUnit = unit }), Is.EqualTo(At("2015-06-02T05:02:12Z")));

    [TestCase("dd.MM.yyyy HH:mm", "02.06.2015 07:02", "2015-06-02T07:02:00Z")]
    [TestCase("yyyyMMdd", "20150602", "2015-06-02T00:00:00Z")]
    [TestCase("M/d/yyyy h:mm:ss tt", "6/2/2015 5:02:12 PM", "2015-06-02T17:02:12Z")]
    [TestCase("dd/MMM/yyyy:HH:mm:ss zzz", "02/Jun/2015:07:02:12 +02:00", "2015-06-02T05:02:12Z")]
    public void Format_AsGiven_IsRead(string format, string text, string expected) =>
        Assert.That(Read(text, Columns with { TimeFormat = format }), Is.EqualTo(At(expected)));

    [TestCase("2019-07-01 12:00:00", "2019-07-01T10:00:00Z", "summer")]
    [TestCase("2019-12-01 12:00:00", "2019-12-01T11:00:00Z", "winter")]
    [TestCase("2019-07-01 12:00:00Z", "2019-07-01T12:00:00Z", "a zone of its own")]
    [TestCase("2019-07-01 12:00:00 -0400", "2019-07-01T16:00:00Z", "a zone of its own")]
    [TestCase("2019-10-27 02:30:00", "2019-10-27T01:30:00Z", "the second of the two")]
    [TestCase("2019-03-31 02:30:00", "2019-03-31T01:30:00Z", "left out by the clock: as much later")]
    [TestCase("2019-07-01", "2019-06-30T22:00:00Z", "a day begins at midnight there")]
    [TestCase("20190701", "2019-06-30T22:00:00Z", "a day begins at midnight there")]
    [TestCase("2019-07-01T24:00", "2019-07-01T22:00:00Z", "and ends at the next")]
    public void Zone_OfTimesThatNameNone_IsTheGivenOne(string text, string expected, string why)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.That(Read(text, Columns with { TimeZone = zone }), Is.EqualTo(At(expected)), why);
    }

    [TestCase(EpochUnit.Milliseconds, "1433221332", "seconds")]
    [TestCase(EpochUnit.Microseconds, "1433221332117", "milliseconds")]
    [TestCase(EpochUnit.Nanoseconds, "1433221332117000", "microseconds")]
    [TestCase(EpochUnit.Seconds, "1433221332117", "milliseconds")]
    [TestCase(EpochUnit.Milliseconds, "1433221332117000", "microseconds")]
    public void Epoch_OfAnotherUnit_IsToldApartFromABadRow(EpochUnit given, string text, string unit)
    {
        var rows = string.Concat(Enumerable.Repeat(text + ";1\n", 3));
        var reading = Reading.OfText(rows, new ShopFileOptions { Columns = Columns with { TimeUnit = given } });

        Assert.That(reading.Summary.TimeHint, Does.Contain($"look like {unit}").And.Contain($"--time-unit {unit}"));
        Assert.That(reading.DeadLetters.Select(letter => letter.Reason), Is.All.Contains($"--time-unit {unit}"));
    }

    [Test]
    public void Epoch_OfOneBadRow_IsNoHint()
    {
        var reading = Reading.OfText(
            "1433221332117;1\n1433221332;1\n1433221332118;1\n",
            new ShopFileOptions { Columns = Columns with { TimeUnit = EpochUnit.Milliseconds } });

        Assert.That(reading.Summary.TimeHint, Is.Null);
        Assert.That(reading.Events, Has.Count.EqualTo(3));
    }

    [Test]
    public void EightDigits_WhereAUnitIsGiven_AreANumber() => Assert.That(
        Reading.OfText("20240501;1\n", new ShopFileOptions { Columns = Columns with { TimeUnit = EpochUnit.Seconds } })
            .Events.Single().EventTime,
        Is.EqualTo(At("1970-08-23T06:21:41Z")));

    [TestCase("2019-11-01 08:00:00 PM")]
    [TestCase("2019-11-01 8:00:00")]
    [TestCase("2019-11-1 08:00")]
    [TestCase("2019-11-01 08:00:00 CET")]
    [TestCase("2019-11-01T08:00:00+01:00[Europe/Paris]")]
    [TestCase("2019-11-01_08:00:00")]
    [TestCase("2019-11")]
    [TestCase("01/11/2019 08:00")]
    public void OtherForm_IsSaidToNeedAFormat(string text) => Assert.That(
        Reading.OfText($"{text};1\n", new ShopFileOptions { Columns = Columns }).DeadLetters.Single().Reason,
        Does.EndWith("another form has to be named (--time-format 'dd.MM.yyyy HH:mm')"));

    [TestCase("2019-02-30 08:00:00")]
    [TestCase("2019-13-01")]
    [TestCase("2019-11-01T25:00:00Z")]
    [TestCase("2019-11-01T08:00:00+15:00")]
    public void RightForm_OfATimeThatCannotBe_IsNotSaidToNeedAFormat(string text) => Assert.That(
        Reading.OfText($"{text};1\n", new ShopFileOptions { Columns = Columns }).DeadLetters.Single().Reason,
        Does.EndWith("is not a time (2019-11-01 00:00:00 UTC)"));

    [TestCase("2015-06-02T05:02:12Z", "2015-06-02T05:02:12Z")]
    [TestCase("2015-06-02 07:02:12+02", "2015-06-02T05:02:12Z")]
    [TestCase("2015-06-02", "2015-06-02T00:00:00Z")]
    public void Iso8601_AmongNumbersOfAUnit_IsReadAsSuch(string text, string expected)
    {
        var options = new ShopFileOptions { Columns = Columns with { TimeUnit = EpochUnit.Seconds } };

        Assert.That(
            Reading.OfText($"1433221332;1\n{text};1\n", options).Events.Select(row => row.EventTime),
            Is.EqualTo(new[] { At("2015-06-02T05:02:12Z"), At(expected) }));
    }

    [TestCase("")]
    [TestCase(" ")]
    public void Format_OfNothing_IsRefused(string format) => Assert.That(
        () => Columns with { TimeFormat = format },
        Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("TimeFormat"));

    [Test]
    public void Number_WithoutAUnit_SaysWhichItLooksLike()
    {
        var reading = Reading.OfText("1433221332;1\n", new ShopFileOptions { Columns = Columns });

        Assert.That(
            reading.DeadLetters.Single().Reason,
            Is.EqualTo(
                "column 1 '1433221332' is a number and no ISO 8601 time; it looks like seconds (--time-unit seconds)"));
    }

    [TestCase("43770", true)]
    [TestCase("43770.3333333", true)]
    [TestCase("36525.99", false)]
    [TestCase("73051", false)]
    [TestCase("43770x", false)]
    public void Number_OfASpreadsheetsDay_IsToBeSavedAsADate(string text, bool isOne) => Assert.That(
        Reading.OfText($"{text};1\n", new ShopFileOptions { Columns = Columns }).DeadLetters.Single().Reason,
        isOne ? Does.EndWith("save the column as dates (2019-11-01 00:00:00)") : Does.Not.Contain("spreadsheets"));

    [Test]
    public void RetailRocket_InSeconds_SaysSo()
    {
        var reading = Reading.OfText(
            "timestamp,visitorid,event,itemid,transactionid\n1433221332,257597,view,355908,\n"
            + "1433224214,992329,transaction,248676,4000\n");

        Assert.That(reading.Summary.TimeHint, Does.Contain("look like seconds, not milliseconds"));
        Assert.That(
            Reading.OfText(
                "timestamp,visitorid,event,itemid\n1433221332,257597,view,355908\n",
                new ShopFileOptions { AdjustColumns = columns => columns with { TimeUnit = EpochUnit.Seconds } })
                .Events.Single().EventTime,
            Is.EqualTo(At("2015-06-02T05:02:12Z")));
    }

    private static DateTimeOffset Read(string text, ShopColumns columns) =>
        Reading.OfText($"{text};5\n", new ShopFileOptions { Columns = columns }).Events.Single().EventTime;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
