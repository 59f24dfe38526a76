namespace RxRecs.Csv.Tests;

/// <summary>
/// Tests that the first line of JSON alone does not decide how a file is read: it may be broken, or another record.
/// </summary>
public sealed class FirstJsonLineTests
{
    private const string Own = """{"event_time":"2019-11-01","event_type":"purchase","product_id":1}""";
    private const string Otto = """{"session":1,"events":[{"aid":1,"ts":1659304800025,"type":"clicks"}]}""";

    [TestCase("{'event_time':'2019-11-01','event_type':'purchase','product_id':1}")]
    [TestCase("""{"x":""")]
    [TestCase("""{"type":"heartbeat"}""")]
    [TestCase("{}")]
    [TestCase("{ \u0007")]
    public void OwnRecords_BehindAnotherLine_AreRead(string first)
    {
        var reading = Reading.OfText($"{first}\n{Own}\n{Own}\n");

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.JsonLines));
        Assert.That((reading.Events.Count, reading.DeadLetters.Count), Is.EqualTo((2, 1)));
        Assert.That(reading.DeadLetters[0].Position, Is.EqualTo(1));
    }

    [TestCase("""{"x":""")]
    [TestCase("""{"type":"heartbeat"}""")]
    [TestCase("""{"session":7,"events":[{"aid":1,""")]
    public void Otto_BehindAnotherLine_IsRead(string first)
    {
        var reading = Reading.OfText($"{first}\r\n{Otto}\r\n");

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.OttoJsonLines));
        Assert.That((reading.Events.Count, reading.DeadLetters.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Events_InAnEnvelope_SayWhichMapReadsThem()
    {
        var text = $$"""{"events":[{{Own}},{{Own}}]}""";
        Assert.That(
            Reading.OfText(text).DeadLetters.Single().Reason,
            Does.StartWith("session is missing").And.Contain("--columns time=events[*].PATH"));

        var columns = new ShopColumns { Time = "events[*].event_time", Item = "events[*].product_id" };
        Assert.That(Reading.OfText(text, new ShopFileOptions { Columns = columns }).Events, Has.Count.EqualTo(2));
    }

    [TestCase("['a.b']", "q")]
    [TestCase("[\"a.b\"]", "q")]
    [TestCase("m['x[0]']", "r")]
    [TestCase("['o.s'].id", "s")]
    [TestCase("l[*]['it.em']", "t")]
    public void Path_WithAPointInAName_LeadsThere(string path, string item)
    {
        const string Line =
            """{"t":"2019-11-01","a.b":"q","a":{"b":"no"},"m":{"x[0]":"r"},"o.s":{"id":"s"},"l":[{"it.em":"t"}]}""";
        var columns = new ShopColumns { Time = "t", Item = path };

        Assert.That(
            Reading.OfText(Line, new ShopFileOptions { Columns = columns }).Events.Single().Item,
            Is.EqualTo((Id)item));
    }

    [TestCase("['']")]
    [TestCase("['a")]
    [TestCase("['a'")]
    [TestCase("a['b]")]
    public void Path_WhoseQuoteIsNotClosed_IsRefused(string path) => Assert.That(
        () => Reading.OfText(
            """{"t":"2019-11-01","a":1}""",
            new ShopFileOptions { Columns = new ShopColumns { Time = "t", Item = path } }),
        Throws.TypeOf<ShopFileException>().With.Message.Contains("is not a path into JSON"));

    [Test]
    public void Path_ThatCouldBeAName_SaysHowToWriteIt() => Assert.That(
        Reading.OfText(
            """{"t":"2019-11-01","a.b":1}""",
            new ShopFileOptions { Columns = new ShopColumns { Time = "t", Item = "a.b" } }).DeadLetters.Single().Reason,
        Does.Contain("one member of that name is written ['a.b']"));

    [Test]
    public void TrailingComma_IsToldWithoutAdviceToProgrammers() => Assert.That(
        Reading.OfText("""{"event_time":"2019-11-01","event_type":"view","product_id":1,}""")
            .DeadLetters.Single().Reason,
        Does.Contain("trailing comma").And.Not.Contain("reader options"));
}
