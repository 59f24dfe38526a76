using System.Buffers;
using System.Text;
using Confluent.Kafka;
using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.Recommenders;

namespace RxRecs.Live;

/// <summary>Tests what is read of a topic's records.</summary>
[TestFixture]
public sealed class TopicMessageParserTests
{
    private const string Time = "2026-03-01T12:00:00+00:00";
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse(Time);

    [Test]
    public void Parse_OwnRecord_IsWhatWasTaken()
    {
        // As long as the endpoints take them: 4,096 bytes.
        var message = new ShopMessage
        {
            EventType = "cart",
            EventTime = Noon,
            UserId = "anna",
            ProductId = "mug",
            Brand = new string('ß', 2_048),
            Quantity = -3,
            Key = new RequestPart(17, 23, 0, 1).ToString(),
        };
        var bytes = new ArrayBufferWriter<byte>();
        ShopMessageFormat.Write(message, bytes);

        var problem = Parse(bytes.WrittenSpan.ToArray(), TopicMessageParser.OwnHeaders(), out var read, out var time);

        Assert.That(problem, Is.Null);
        Assert.That(read, Is.EqualTo(message));
        Assert.That(time, Is.EqualTo(Noon));
    }

    [Test]
    public void Parse_ChangeOfAnItemAsTheLibraryWritesIt_IsThatChange()
    {
        var change = new ItemChange<Id>("mug", Noon)
        {
            Brand = "x",
            Category = 7,
            CategoryPath = "a.b",
            Price = 34.90m,
            IsVisible = true,
            IsInStock = false,
        };
        var (bytes, own) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        RecsJson.Write(change, bytes);

        Assert.That(Parse(bytes.WrittenSpan.ToArray(), null, out var read, out _), Is.Null);
        Assert.That(ShopMessageFormat.ToEvent(read).Change, Is.EqualTo(change));
        ShopMessageFormat.Write(read, own);
        Assert.That(RecsJson.ReadItemChange(own.WrittenSpan), Is.EqualTo(change));
    }

    [TestCase("2026-03-01 12:00:00 UTC")]
    [TestCase("2026-03-01T13:00+01:00")]
    public void Parse_InteractionOfAnother_IsReadInEachForm(string time)
    {
        var json = $"{{\"event_time\":\"{time}\",\"event_type\":\"purchase\",\"product_id\":7,\"user_id\":\"9\","
            + "\"price\":\"1.5\",\"quantity\":\"2\",\"more\":{}}";

        Assert.That(Parse(Encoding.UTF8.GetBytes(json), null, out var read, out var eventTime), Is.Null);

        Assert.That(read, Is.EqualTo(new ShopMessage
        {
            EventType = "purchase",
            EventTime = Noon,
            ProductId = 7,
            UserId = "9",
            Price = 1.5m,
            Quantity = 2,
        }));
        Assert.That(eventTime, Is.EqualTo(Noon));
    }

    [TestCase("{\"event_type\":\"forget\",\"user_id\":\"bob\",\"event_time\":\"" + Time + "\"}", "forget")]
    [TestCase(
        "{\"event_type\":\"merge\",\"user_id\":\"a\",\"guest_id\":\"b\",\"event_time\":\"" + Time + "\"}", "merge")]
    [TestCase("{\"event_type\":\"item\",\"product_id\":1,\"price\":2,\"event_time\":\"" + Time + "\"}", "item")]
    public void Parse_ChangeOfAnother_IsRead(string json, string type)
    {
        Assert.That(Parse(Encoding.UTF8.GetBytes(json), null, out var read, out _), Is.Null);
        Assert.That(read.EventType, Is.EqualTo(type));
    }

    [TestCase("{\"event_type\":\"forget\",\"event_time\":\"" + Time + "\"}", "user_id is missing")]
    [TestCase("{\"event_type\":\"view\",\"event_time\":\"noon\",\"product_id\":1}", "noon")]
    [TestCase("{\"event_type\":\"hover\",\"event_time\":\"" + Time + "\",\"product_id\":1}", "hover")]
    [TestCase(
        "{\"event_type\":\"view\",\"event_time\":\"" + Time + "\",\"product_id\":1,\"quantity\":2000000}", "million")]
    [TestCase("\u0000", "JSON")]
    [TestCase("null", "JSON")]
    public void Parse_WhatCannotBe_IsADeadLetterWithItsReason(string json, string reason) =>
        Assert.That(Parse(Encoding.UTF8.GetBytes(json), null, out _, out _), Does.Contain(reason));

    [Test]
    public void Parse_Tombstone_IsADeadLetter() =>
        Assert.That(Parse(null, null, out _, out _), Is.EqualTo("the record has no value"));

    private static string? Parse(byte[]? json, Headers? headers, out ShopMessage value, out DateTimeOffset eventTime) =>
        new TopicMessageParser().Parse(
            new ConsumeResult<byte[], byte[]>
            {
                Message = new Message<byte[], byte[]> { Value = json!, Headers = headers },
            },
            out value,
            out eventTime);
}
