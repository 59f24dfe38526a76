using System.Text;
using System.Text.Json.Serialization;
using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Json;

public sealed class RecordParserTests
{
    private static readonly DateTimeOffset Noon = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Json_WithoutSelector_EventTimeIsTheRecords()
    {
        var parser = RecordParser.Json(ShopContext.Default.Click);

        var problem = parser.Parse(Record("""{"Item":7,"At":"2020-01-01T00:00:00Z"}"""), out var click, out var time);

        Assert.That((problem, click.Item, time), Is.EqualTo(((string?)null, 7L, Noon)));
    }

    [Test]
    public void Json_WithSelector_EventTimeIsTheValues()
    {
        var parser = RecordParser.Json(ShopContext.Default.Click, click => click.At);

        _ = parser.Parse(Record("""{"Item":7,"At":"2020-01-01T00:00:00Z"}"""), out _, out var time);

        Assert.That(time, Is.EqualTo(Noon.AddHours(-12)));
    }

    [TestCase(null, "the record has no value")]
    [TestCase("null", "the value is null")]
    [TestCase("{", "not the expected JSON")]
    [TestCase("""{"Item":"x"}""", "not the expected JSON")]
    public void Json_NotTheType_SaysWhy(string? json, string reason) =>
        Assert.That(
            RecordParser.Json(ShopContext.Default.Click).Parse(Record(json), out _, out _), Does.Contain(reason));

    [Test]
    public void Json_NoTimestampAndNoSelector_IsADeadLetter() =>
        Assert.That(
            RecordParser.Json(ShopContext.Default.Click).Parse(Records.Of("{}"u8.ToArray()), out _, out _),
            Is.EqualTo("the record has no timestamp"));

    // A writer that knows no time sends -1.
    [Test]
    public void Json_TimestampOfNoTime_IsADeadLetter() =>
        Assert.That(
            RecordParser.Json(ShopContext.Default.Click).Parse(
                Records.Of("{}"u8.ToArray(), timestamp: new Timestamp(-1, TimestampType.CreateTime)), out _, out _),
            Is.EqualTo("the record has no timestamp"));

    [Test]
    public void Json_TimestampBeyondTheCalendar_IsADeadLetter() =>
        Assert.That(
            RecordParser.Json(ShopContext.Default.Click).Parse(
                Records.Of("{}"u8.ToArray(), timestamp: new Timestamp(long.MaxValue, TimestampType.CreateTime)),
                out _,
                out _),
            Does.Contain("beyond"));

    [Test]
    public void From_Function_GetsTheRecord()
    {
        var parser = RecordParser.From(record => Encoding.UTF8.GetString(record.Message.Value));

        var problem = parser.Parse(Record("abc"), out var value, out var time);

        Assert.That((problem, value, time), Is.EqualTo(((string?)null, "abc", Noon)));
    }

    [Test]
    public void From_LongException_IsCutToOneKibibyteWithoutItsStack()
    {
        var parser = RecordParser.From<int>(_ => throw new FormatException(new string('ä', 2_000)));

        var problem = parser.Parse(Record("x"), out _, out _);

        Assert.That(problem, Does.StartWith("FormatException: ä").And.Not.Contain(" at "));
        Assert.That(Encoding.UTF8.GetByteCount(problem!), Is.InRange(1_020, 1_024));
    }

    [Test]
    public void From_SelectorThrows_IsTheReason() =>
        Assert.That(
            RecordParser.From<int>(_ => 1, _ => throw new InvalidOperationException("no"))
                .Parse(Record("x"), out _, out _),
            Is.EqualTo("InvalidOperationException: no"));

    [Test]
    public void Interaction_Tombstone_IsADeadLetter() =>
        Assert.That(
            InteractionJson.CreateParser().Parse(Record(null), out _, out _), Is.EqualTo("the record has no value"));

    [Test]
    public void Interaction_LongerThanTold_IsADeadLetter() =>
        Assert.That(
            InteractionJson.CreateParser(maxValueSize: 10).Parse(Record("{\"aaaaaa\":1}"), out _, out _),
            Is.EqualTo("the value has 12 bytes, more than 10"));

    private static ConsumeResult<byte[], byte[]> Record(string? value) =>
        Records.Of(value is null ? null : Encoding.UTF8.GetBytes(value), timestamp: new Timestamp(Noon));
}

internal sealed record Click(long Item, DateTimeOffset At);

[JsonSerializable(typeof(Click))]
internal sealed partial class ShopContext : JsonSerializerContext;
