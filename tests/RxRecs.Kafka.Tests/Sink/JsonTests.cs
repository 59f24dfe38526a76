using System.Buffers;
using System.Text;

namespace RxRecs.Kafka.Tests.Sink;

public sealed class JsonTests
{
    [Test]
    public void DeadLetterJson_Cut_HasSourcePositionReasonAndText()
    {
        var letter = new DeadLetter(17, "no \"price\"", "{\"a\"") { Source = "topic[3]" };
        var text = Text(letter, DeadLetterJson.CreateWriter());
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var members = json.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ToString()));
        Assert.That(members, Is.EqualTo(
            new[] { ("source", "topic[3]"), ("position", "17"), ("reason", "no \"price\""), ("raw", "{\"a\"") }));
    }

    [Test]
    public void DeadLetterJson_HashOnly_LeavesThePayloadOut()
    {
        var text = Text(new DeadLetter(1, "bad", "secret"), DeadLetterJson.CreateWriter(DeadLetterPayload.HashOnly));
        Assert.That(text, Is.EqualTo(
            "{\"position\":1,\"reason\":\"bad\",\"raw_sha256\":"
            + "\"2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\"}"));
    }

    [Test]
    public void UserEventJson_BothMessages_ComeBackAsWritten()
    {
        var session = new NewSession<long, string, long>("s\"1", 7, [], [42, 43]);
        Assert.That(
            Text(session.Started, UserEventJson.Write), Is.EqualTo("{\"session_id\":\"s\\u00221\",\"user_id\":7}"));
        var text = Text(session.Recommendation!, UserEventJson.Write);
        Assert.That(text, Is.EqualTo("{\"session_id\":\"s\\u00221\",\"user_id\":7,\"recommended_item\":42}"));
        Assert.That(UserEventJson.Parse(Encoding.UTF8.GetBytes(text), out var message), Is.Null);
        Assert.That(message, Is.EqualTo(new UserEvent("s\"1", 7, 42)));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{\"session_id\":\"a\"}")]
    [TestCase("{\"user_id\":1}")]
    [TestCase("{\"session_id\":1,\"user_id\":1}")]
    [TestCase("{\"session_id\":\"a\",\"user_id\":1.5}")]
    [TestCase("{\"session_id\":\"a\",\"user_id\":1} x")]
    [TestCase("{\"session_id\":\"a\",\"user_id\":99999999999999999999}")]
    public void UserEventJson_Malformed_SaysWhatIsWrong(string text) =>
        Assert.That(UserEventJson.Parse(Encoding.UTF8.GetBytes(text), out _), Is.Not.Null);

    private static string Text<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(value, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
