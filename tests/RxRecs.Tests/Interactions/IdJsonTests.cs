using System.Buffers;
using System.Text;
using System.Text.Json;

namespace RxRecs.Tests.Interactions;

public sealed class IdJsonTests
{
    [Test]
    public void Json_Values_AreNumbersStringsOrNull()
    {
        Id[] ids = [42, "007", long.MaxValue, Id.None, "9223372036854775808", "1e3"];
        Assert.That(
            JsonSerializer.Serialize(ids),
            Is.EqualTo("""[42,"007",9223372036854775807,null,"9223372036854775808","1e3"]"""));
    }

    [TestCase("42", "42")]
    [TestCase("\"42\"", "42")]
    [TestCase("5802432.0", "5802432")]
    [TestCase("\"1.4e18\"", "1400000000000000000")]
    [TestCase("1e3", "1e3")]
    [TestCase("-5", "-5")]
    [TestCase("18446744073709551615", "18446744073709551615")]
    [TestCase("null", "")]
    [TestCase("\"\\u0034\\u0032\"", "42")]
    [TestCase("\"\\uD83D\\uDED2\"", "🛒")]
    public void Json_Read_FollowsTheRulesOfText(string json, string text)
    {
        Assert.That(JsonSerializer.Deserialize<Id>(json).ToString(), Is.EqualTo(text));
        Assert.That(ReadInPieces(json).ToString(), Is.EqualTo(text));
    }

    [TestCase("\"\"")]
    [TestCase("true")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("\"\\uD83D\"")]
    public void Json_NoId_IsRefused(string json)
    {
        Assert.That(() => JsonSerializer.Deserialize<Id>(json), Throws.TypeOf<JsonException>());
        Assert.That(() => ReadInPieces(json), Throws.TypeOf<JsonException>());
    }

    [TestCase(1, 256, true)]
    [TestCase(1, 257, false)]
    [TestCase(6, 256, true)]
    [TestCase(6, 257, false)]
    public void Json_AtTheLimit_CountsBytesOfTheText(int bytesEach, int times, bool isId)
    {
        var json = $"\"{string.Concat(Enumerable.Repeat(bytesEach == 1 ? "a" : "\\u0061", times))}\"";
        if (isId)
        {
            Assert.That(JsonSerializer.Deserialize<Id>(json), Is.EqualTo((Id)new string('a', times)));
            Assert.That(ReadInPieces(json), Is.EqualTo((Id)new string('a', times)));
        }
        else
        {
            Assert.That(() => JsonSerializer.Deserialize<Id>(json), Throws.TypeOf<JsonException>());
            Assert.That(() => ReadInPieces(json), Throws.TypeOf<JsonException>());
        }
    }

    [Test]
    public void Json_PropertyNames_ComeBack()
    {
        var counts = new Dictionary<Id, int> { [Id.None] = 1, [42] = 2, ["я \"x\""] = 3, ["007"] = 4 };
        var json = JsonSerializer.Serialize(counts);
        Assert.That(json, Does.StartWith("""{"":1,"42":2,"""));
        Assert.That(JsonSerializer.Deserialize<Dictionary<Id, int>>(json), Is.EqualTo(counts));
        Assert.That(
            () => JsonSerializer.Deserialize<Dictionary<Id, int>>($$"""{"{{new string('a', 257)}}":1}"""),
            Throws.TypeOf<JsonException>());
    }

    /// <summary>Reads from segments of one byte each, as from a pipe.</summary>
    private static Id ReadInPieces(string json)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (var one in Encoding.UTF8.GetBytes(json))
        {
            last = new Segment(one, last);
            first ??= last;
        }

        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first!, 0, last!, 1));
        return JsonSerializer.Deserialize<Id>(ref reader);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte one, Segment? before)
        {
            Memory = new[] { one };
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + 1;
            }
        }
    }
}
