using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Json;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Whatever a saved line holds, it is a record or gets one reason, and the next line is read as ever.
/// </summary>
public sealed class SavedLineFuzzTests
{
    private const string Json = """{"event_time":"2019-11-01","event_type":"view","product_id":1,"user_id":2}""";

    private static readonly string[] Lines =
    [
        $"CreateTime:1700000000000\tPartition:1\tOffset:7\tDelivery:NOT_PRESENT\tEpoch:3\ta:1,b:x\tkey\t{Json}",
        $"CreateTime:1700000000000\tPartition:1\tOffset:7\tNO_HEADERS\tkey\t{Json}",
        $"LogAppendTime:1700000000000\tPartition:0\tOffset:12345678901\tnull\t{Json}",
        $"NO_TIMESTAMP\tPartition:0\tOffset:0\t{Json}",
        "Partition:0\tOffset:0\tnull",
        """{"topic":"events","partition":0,"offset":7,"tstype":"create","ts":1700000000000,"broker":1,"""
            + """ "headers":["a","1","b",null],"key":"k","""
            + """ "payload":"{\"event_time\":0,\"event_type\":\"view\",\"product_id\":1}"}""",
        """{"topic":"events","partition":3,"offset":0,"tstype":"logappend","ts":-1,"key":null,"payload":null}""",
    ];

    private static readonly string[] Spice =
    [
        "\t", "\"", "{", "}", "[", "]", ",", ":", "null", "-1", "1e9", "99999999999999999999", "\\u0000", "\\ud800",
        "Partition:", "Offset:", "Epoch:", "Delivery:", "NO_HEADERS", "NOT_PRESENT", "é", "\0", "\uFFFD", "\ud83d", " ",
        "\"partition\":-1", "\"offset\":1.5", "\"headers\":[1]", "\"headers\":{}", "\"ts\":\"x\"", "\"topic\":5",
    ];

    // What is wrong with the line, each with the field that is.
    private static readonly string[] OfTheLine =
        ["console consumer", "partition", "value", "tabs", "headers", "topic"];

    [TestCase(50_000, 1)]
    [TestCase(1_000_000, 2, Category = "Slow")]
    public void Read_DamagedLines_AreEachOneRecordOrReason(int cases, int seed)
    {
        var random = new Random(seed);
        var reader = new RecordReader<Interaction>(
            InteractionJson.CreateParser(), new RecordLimitOptions(), TimeProvider.System);
        var (records, events, refused) = (0, 0, 0);
        for (var i = 0; i < cases; i++)
        {
            var line = Damage(Lines[random.Next(Lines.Length)], random);
            if (SavedLine.Read(line, "events", out var record) is { } reason)
            {
                refused++;
                Assert.That(OfTheLine.Any(part => reason.Contains(part)), () => $"{reason}: {line}");
            }
            else
            {
                records++;
                events += Check(reader, record, line) ? 1 : 0;
            }

            if (i % 100 == 0)
            {
                Assert.That(SavedLine.Read(Lines[0], "events", out record), Is.Null, line);
                Assert.That(Check(reader, record, line), line);
                Assert.That(record.Message.Headers, Has.Count.EqualTo(2));
            }
        }

        TestContext.Out.WriteLine($"{records} records, {events} of them events; {refused} refused");
        Assert.That(new[] { records, events, refused }, Has.All.GreaterThan(cases / 20));
    }

    [TestCase(50_000, 3)]
    [TestCase(1_000_000, 4, Category = "Slow")]
    public void Read_AnyHeaders_AreWithinTheLimitsOrNamed(int cases, int seed)
    {
        var random = new Random(seed);
        var value = Encoding.UTF8.GetBytes(Json);
        var limits = new RecordLimitOptions();
        var reader = new RecordReader<Interaction>(InteractionJson.CreateParser(), limits, TimeProvider.System);
        for (var i = 0; i < cases; i++)
        {
            var headers = new Headers();
            for (var n = random.Next(40); n > 0; n--)
            {
                var bytes = new byte[random.Next(300) == 0 ? random.Next(9_000) : n];
                random.NextBytes(bytes);
                headers.Add(
                    random.Next(30) == 0 ? "" : new string((char)random.Next(1, 0xD7FF), n),
                    random.Next(9) == 0 ? null : bytes);
            }

            var reason = reader.Read(Records.Of(value, headers: headers), out var read, out _);
            var fits = headers.Count <= limits.MaxHeaders && headers.All(
                each => each.Key.Length + (each.GetValueBytes()?.Length ?? 0) <= limits.MaxHeaderSize);
            Assert.That(reason is null, Is.EqualTo(fits), reason);
            Assert.That(reason, fits ? Is.Null : Does.Contain("header"));
            Assert.That(read.Item.IsNone, Is.EqualTo(!fits));
        }
    }

    private static bool Check(
        RecordReader<Interaction> reader, ConsumeResult<byte[], byte[]> record, string line)
    {
        Assert.That(record.Topic, Is.EqualTo("events"));
        Assert.That(record.Partition.Value, Is.Not.Negative, line);
        Assert.That(record.Offset.Value, Is.Not.Negative, line);
        var reason = reader.Read(record, out var value, out _);
        Assert.That(reason?.Length == 0 || (reason is null && value.Item.IsNone), Is.False, line);
        return reason is null;
    }

    private static string Damage(string line, Random random)
    {
        var text = new StringBuilder(line);
        for (var hits = random.Next(4); hits > 0; hits--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(at, Spice[random.Next(Spice.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 2:
                    text[at] = (char)random.Next(0x10000);
                    break;
                default:
                    text.Insert(at, line[..random.Next(line.Length)]);
                    break;
            }

            text.Append(text.Length == 0 ? "x" : "");
        }

        return text.ToString();
    }
}
