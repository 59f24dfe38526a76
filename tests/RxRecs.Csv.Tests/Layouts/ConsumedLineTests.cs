namespace RxRecs.Csv.Tests.Layouts;

/// <summary>Lines that a console consumer of Kafka 4 has saved of a topic, with what it prints before a value.</summary>
public sealed class ConsumedLineTests
{
    private const string First =
        """{"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":1,"user_id":3,"brand":"a {\"b"}""";

    private const string Second =
        """{"event_time":"2019-11-01T00:00:01Z","event_type":"purchase","product_id":2,"user_id":3}""";

    [TestCase("")]
    [TestCase("3\t")]
    [TestCase("null\t")]
    [TestCase("CreateTime:1572566400000\t")]
    [TestCase("CreateTime:1572566400000\t3\t")]
    [TestCase("LogAppendTime:1572566400000\tPartition:0\tOffset:7\t")]
    [TestCase("NO_TIMESTAMP\tPartition:0\tOffset:7\t")]
    [TestCase("Partition:0\t")]
    [TestCase("Offset:7\t")]
    [TestCase("Partition:0\tOffset:7\tDelivery:NOT_PRESENT\tEpoch:NOT_PRESENT\tNO_HEADERS\t3\t")]
    [TestCase("CreateTime:1572566400000\tPartition:0\tOffset:7\ttrace:1,span:2\tkey with blanks\t")]
    [TestCase("CreateTime:1572566400000\t{\"id\":3}\t")]
    public void Value_IsFoundBehindWhatIsPrintedBeforeIt(string before)
    {
        var reading = Reading.OfText($"{before}{First}\n{before}{Second}\n");

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.JsonLines));
        Assert.That(reading.Events.Select(row => (row.Item, row.Kind, row.Brand)), Is.EqualTo(new[]
        {
            ((Id)1, InteractionKind.View, "a {\"b"),
            (2, InteractionKind.Purchase, null),
        }));
    }

    [Test]
    public void ColumnMap_HoldsForTheValue()
    {
        var columns = new ShopColumns { Time = "at", Item = "item.sku", DefaultKind = InteractionKind.View };

        var reading = Reading.OfText(
            """
            Partition:1	Offset:5	k	{"at":"2019-11-01","item":{"sku":"a"}}
            Partition:1	Offset:6	k	{"at":"2019-11-02","item":{"sku":"b"}}

            """,
            new ShopFileOptions { Columns = columns });

        Assert.That(reading.Events.Select(row => row.Item), Is.EqualTo(new Id[] { "a", "b" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Tombstone_IsADeadLetterWhereverItStands(bool isFirst)
    {
        var tombstone = "CreateTime:1572566400000\tPartition:0\tOffset:6\t3\tnull\n";
        var record = $"CreateTime:1572566400000\tPartition:0\tOffset:7\t3\t{First}\n";

        var reading = Reading.OfText(isFirst ? tombstone + record : record + tombstone);

        Assert.That(reading.Events.Single().Item, Is.EqualTo((Id)1));
        Assert.That(reading.DeadLetters.Single().Position, Is.EqualTo(isFirst ? 1 : 2));
    }

    [Test]
    public void Table_OfColumnsThatLookAlike_IsATable()
    {
        var reading = Reading.OfText(
            "event_time\tevent_type\tproduct_id\tbrand\n2019-11-01\tview\t1\t{\"b\n");

        Assert.That(reading.Events.Single().Brand, Is.EqualTo("{\"b"));
    }
}
