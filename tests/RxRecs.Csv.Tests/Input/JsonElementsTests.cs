using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RxRecs.Csv.Tests.Input;

/// <summary>JSON as an array, or with its objects over several lines, is read as one object per line is.</summary>
public sealed class JsonElementsTests
{
    private const string View = """{"event_time":"2019-11-01","event_type":"view","product_id":"a]}{[\",\\","user_id":1}""";
    private const string Cart = """{"event_time":"2019-11-02","event_type":"cart","product_id":2,"x":[[1],{"y":{}}]}""";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [TestCase("[{0},{1}]")]
    [TestCase("[{0}, {1} ]\n")]
    [TestCase(" [\n{0},\n{1}\n]\n")]
    [TestCase("\uFEFF[\r\n\r\n{0}\r\n,\r\n{1}]")]
    [TestCase("[{0}][{1}]")]
    [TestCase("[{0}]\n[]\n[{1}]")]
    [TestCase("{0}{1}")]
    [TestCase("{0} \t{1}\n")]
    [TestCase("\n\n{0}\n{1}\n")]
    public void Arrays_AreReadByElement(string form)
    {
        var reading = Reading.OfText(form.Replace("{0}", View).Replace("{1}", Cart));

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.JsonLines));
        Assert.That(reading.DeadLetters, Is.Empty);
        Assert.That(
            reading.Events.Select(each => (each.Kind, each.Item)),
            Is.EqualTo(new (InteractionKind, Id)[] { (InteractionKind.View, "a]}{[\",\\"), (InteractionKind.Cart, 2) }));
    }

    [Test]
    public void AnyForm_InBlocksOfAnySize_GivesTheSameEvents([Range(0, 19)] int seed)
    {
        var random = new Random(seed);
        var records = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Record(random)).ToList();
        var lines = Read(string.Join('\n', records));
        var separator = random.Next(2) == 0 ? "," : " ,\n\n ";
        string[] forms =
        [
            $"[{string.Join(separator, records)}]",
            $"[\n{string.Join(",\n", records.Select(Indent))}\n]",
            string.Join('\n', records.Select(Indent)),
        ];

        Assert.That(lines, Has.Count.EqualTo(records.Count));
        foreach (var form in forms)
        {
            Assert.That(Read(form), Is.EqualTo(lines), form);
            Assert.That(Read(form, random.Next(1, 9)), Is.EqualTo(lines), form);
        }
    }

    [Test]
    public void BadElements_CostThemselves_AndHaveTheirLines()
    {
        var reading = Reading.OfText($$"""
            [
              {{View}},
              {
                "event_time": "2019-11-01",
                "event_type": "look
              },
              null, 17, "text",
              {{Cart}},

              { "event_type": "view", "event_time": "2019-11-01" }]
            """);

        Assert.That(reading.Events, Has.Count.EqualTo(2));
        Assert.That(
            reading.DeadLetters.Select(each => each.Position), Is.EqualTo(new[] { 3, 7, 8, 9, 11 }),
            "three elements of one line count as lines until line breaks make up for it");
        Assert.That(reading.DeadLetters[^1].Reason, Does.StartWith("product_id is missing").And.Contain("--columns"));
    }

    [TestCase("[{\"event_time\":")]
    [TestCase("[{0},{\"a\":1")]
    [TestCase("{\n\"event_time\":\"2019-11-01\",\n")]
    public void FileThatIsCutShort_IsSaid(string form) =>
        Assert.That(
            () => Reading.OfText(form.Replace("{0}", View)),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("cut short"));

    [Test]
    public void LineThatIsCutOff_CostsItself()
    {
        var reading = Reading.OfText(View[..^20] + "\n" + Cart + "\n");

        Assert.That((reading.Events.Count, reading.DeadLetters.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void ElementBeyondTheLimit_IsADeadLetter_AndTheNextIsRead()
    {
        var large = Cart.Replace("\"x\":", $"\"z\":\"{new string('z', 300_000)}\",\n\"x\":");
        var reading = Reading.OfText($"[{View},{large},{View}]", new ShopFileOptions { MaxRecordSize = 2000 });

        Assert.That((reading.Events.Count, reading.DeadLetters.Count), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Array_OfNothing_IsAnEmptyFile() =>
        Assert.That(
            () => Reading.OfText("[ ]"), Throws.TypeOf<ShopFileException>().With.Message.Contains("is empty"));

    [Test]
    public void MapOfColumns_HoldsForArrays()
    {
        var columns = new ShopColumns { Time = "at", Item = "lines[*].sku", Kind = "type?" };
        var reading = Reading.OfText(
            """
            [{"at":"2019-11-01","type":"view","lines":[{"sku":1},{"sku":2}]},
             {"at":"2019-11-01","lines":[{"sku":1}]}]
            """,
            new ShopFileOptions { Columns = columns });

        Assert.That((reading.Events.Count, reading.Summary.OtherKinds), Is.EqualTo((2, 1)));
    }

    private static string Record(Random random)
    {
        var texts = new[] { "a", "{", "}]", "\"", "\\", "é\u2028", "[,]", "\\\"" };
        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => texts[random.Next(texts.Length)]));
        return new JsonObject
        {
            ["event_time"] = $"2019-11-{random.Next(1, 31):00}T00:00:00Z",
            ["event_type"] = random.Next(2) == 0 ? "view" : "cart",
            ["product_id"] = Text(),
            ["more"] = new JsonArray(new JsonObject { [Text()] = new JsonArray(1, Text()) }, null, Text()),
            ["brand"] = Text(),
        }.ToJsonString();
    }

    private static string Indent(string json) => JsonNode.Parse(json)!.ToJsonString(Indented);

    private static List<Interaction> Read(string text, int block = int.MaxValue)
    {
        using var stream = new SmallBlocks(Encoding.UTF8.GetBytes(text), block);
        using var reader = ShopEvents.Open(stream, "test");
        var events = new List<Interaction>();
        while (reader.TryRead(out var value))
        {
            events.Add(value);
        }

        Assert.That(reader.DeadLetters, Is.Zero, text);
        return events;
    }

    private sealed class SmallBlocks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, size)]);
    }
}
