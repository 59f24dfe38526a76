using System.Buffers;
using System.Text;

namespace RxRecs.Kafka.Tests.Sink;

public sealed class JsonTests
{
    [Test]
    public void DeadLetterJson_Cut_HasSourcePositionKeyReasonAndText()
    {
        var letter = new DeadLetter(17, "no \"price\"", "{\"a\"") { Source = "topic[3]", Key = "42" };
        var text = Text(letter, DeadLetterJson.CreateWriter());
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var members = json.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ToString()));
        Assert.That(members, Is.EqualTo(
            new[]
            {
                ("source", "topic[3]"), ("position", "17"), ("key", "42"), ("reason", "no \"price\""),
                ("raw", "{\"a\""),
            }));
    }

    [Test]
    public void DeadLetterJson_HashOnly_LeavesThePayloadOut()
    {
        var text = Text(new DeadLetter(1, "bad", "secret"), DeadLetterJson.CreateWriter(hashRaw: true));
        Assert.That(text, Is.EqualTo(
            "{\"position\":1,\"reason\":\"bad\",\"raw_sha256\":"
            + "\"2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\"}"));
    }

    [Test]
    public void DeadLetterJson_HashOnly_LeavesTheKeyOut()
    {
        var text = Text(new DeadLetter(1, "bad", "") { Key = "secret" }, DeadLetterJson.CreateWriter(hashRaw: true));
        Assert.That(text, Does.StartWith(
            "{\"position\":1,\"key_sha256\":"
            + "\"2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\",\"reason\":\"bad\""));
        Assert.That(text, Does.Not.Contain("secret"));
    }

    private static string Text<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(value, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
