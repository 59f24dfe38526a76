using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Kafka.Tests.Json;

public sealed class InteractionJsonTests
{
    private const string Needed = "\"event_time\":\"2019-11-01T00:00:00Z\",\"event_type\":\"view\",\"product_id\":1";

    [Test]
    public void Parse_EveryMember_IsRead()
    {
        var problem = Parse(
            """
            {"event_time":"2019-11-01T00:00:00Z","event_type":"remove_from_cart","product_id":1,"category_id":2,
            "category_code":"a.b","brand":"x","price":1.5,"user_id":3,"user_session":"s","quantity":2}
            """,
            out var value);

        Assert.That(problem, Is.Null);
        Assert.That(value, Is.EqualTo(new Interaction(At("2019-11-01T00:00:00Z"), InteractionKind.Remove, 3, 1)
        {
            Category = 2,
            CategoryPath = "a.b",
            Brand = "x",
            Price = 1.5m,
            Session = "s",
            Quantity = 2,
        }));
    }

    [TestCase("{" + Needed + "}")]
    [TestCase(" {" + Needed + ",\"brand\":null,\"price\":null,\"user_id\":null,\"quantity\":null} \n")]
    [TestCase("{" + Needed + ",\"brand\":\"\",\"price\":\"\",\"category_id\":\"\",\"user_session\":\"\"}")]
    [TestCase("{\"x\":{\"brand\":[1,{\"y\":2}]}," + Needed + ",\"z\":[[]]}")]
    public void Parse_NeededMembersAlone_TheRestIsUnknown(string json)
    {
        Assert.That(Parse(json, out var value), Is.Null);
        Assert.That(
            value,
            Is.EqualTo(new Interaction(At("2019-11-01T00:00:00Z"), InteractionKind.View, Id.None, 1)));
    }

    [TestCase("\"2019-11-01T02:30:00+02:30\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01 00:00:00 UTC\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01T00:00:00.1234567Z\"", "2019-11-01T00:00:00.1234567Z")]
    [TestCase("1572566400000", "2019-11-01T00:00:00Z")]
    [TestCase("\"1572566400000\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01T02:00:00\\u002B02:00\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01T02:00:00+0200\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01T02:00:00+02\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01T02:30+02:30\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01 00:00\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-11-01T00:00Z\"", "2019-11-01T00:00:00Z")]
    [TestCase("20191101", "2019-11-01T00:00:00Z")]
    [TestCase("\"20191101\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"20191101T000000Z\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-10-31T24:00Z\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-W44-5\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"2019-305\"", "2019-11-01T00:00:00Z")]
    [TestCase("\"0001-01-01T00:00:00Z\"", "0001-01-01T00:00:00Z")]
    [TestCase("\"9999-12-31T23:59:59.9999999Z\"", "9999-12-31T23:59:59.9999999Z")]
    public void Parse_EventTime_InAllItsForms(string time, string expected)
    {
        Assert.That(Parse("{" + Needed + ",\"event_time\":" + time + "}", out var value), Is.Null);
        Assert.That(value.EventTime, Is.EqualTo(At(expected)));
    }

    [TestCase("7", 7)]
    [TestCase("\"7\"", 7)]
    [TestCase("5802432.0", 5802432)]
    [TestCase("\"9223372036854775807\"", long.MaxValue)]
    public void Parse_Ids_AsNumbersAndStrings(string id, long expected)
    {
        Assert.That(Parse("{" + Needed + ",\"user_id\":" + id + "}", out var value), Is.Null);
        Assert.That(value.User, Is.EqualTo((Id)expected));
    }

    [TestCase("\"007\"", "007")]
    [TestCase("\"SKU-1001-RED/42\"", "SKU-1001-RED/42")]
    [TestCase("\"a\\u00e4\\/b\"", "aä/b")]
    [TestCase("\"ключ\"", "ключ")]
    [TestCase("-1", "-1")]
    [TestCase("1.5", "1.5")]
    [TestCase("1e3", "1e3")]
    [TestCase("9223372036854775808", "9223372036854775808")]
    public void Parse_IdsThatAreNoNumbers_AreText(string json, string text)
    {
        Assert.That(
            Parse("{" + Needed + $",\"product_id\":{json},\"category_id\":{json},\"user_id\":{json}}}", out var value),
            Is.Null);
        Assert.That(new[] { value.Item, value.Category, value.User }, Is.All.EqualTo(Id.Parse(text)));
        Assert.That(value.User.ToString(), Is.EqualTo(text));
    }

    [TestCase("\\n")]
    [TestCase("\\u001b[2J")]
    [TestCase("\\u0085")]
    public void Parse_ItemWithControlCharacters_IsADeadLetter(string controls) => Assert.That(
        Parse("{" + Needed + $",\"product_id\":\"a{controls}b\"}}", out _), Does.Contain("control characters"));

    [Test]
    public void Parse_UserWithControlCharacters_IsUnknown()
    {
        Assert.That(Parse("{" + Needed + ",\"user_id\":\"a\\tb\"}", out var value), Is.Null);
        Assert.That(value.User.IsNone, Is.True);
    }

    [Test]
    public void Write_Ids_AreNumbersWhereTheyAreAndStringsElse()
    {
        var output = new ArrayBufferWriter<byte>();
        InteractionJson.Write(
            new Interaction(At("2019-11-01T00:00:00Z"), InteractionKind.View, "007", 42) { Category = "42" }, output);

        Assert.That(
            Encoding.UTF8.GetString(output.WrittenSpan),
            Does.Contain("\"product_id\":42,\"category_id\":42,").And.Contain("\"user_id\":\"007\""));
    }

    [Test]
    public void Parse_MemberTwice_TheLastCounts()
    {
        Assert.That(
            Parse("{" + Needed + ",\"brand\":\"a\",\"brand\":\"b\",\"price\":1,\"price\":null}", out var value),
            Is.Null);
        Assert.That((value.Brand, value.Price), Is.EqualTo(("b", (decimal?)null)));
    }

    [TestCase("\"event_time\":\"never\"," + Needed)]
    [TestCase("\"quantity\":{\"x\":1}," + Needed + ",\"quantity\":2")]
    [TestCase("\"price\":[1]," + Needed + ",\"price\":1")]
    public void Parse_MemberTwiceAndTheFirstIsWrong_TheLastCounts(string members) =>
        Assert.That(Parse("{" + members + "}", out _), Is.Null);

    [TestCase("\"3\"", 3)]
    [TestCase("\"\"", 1)]
    [TestCase("\"\\u0033\"", 3)]
    public void Parse_QuantityAsText_IsRead(string quantity, int expected)
    {
        Assert.That(Parse("{" + Needed + ",\"quantity\":" + quantity + "}", out var value), Is.Null);
        Assert.That(value.Quantity, Is.EqualTo(expected));
    }

    [TestCase("1572566400")]
    [TestCase("\"1572566400\"")]
    public void Parse_EventTimeInSeconds_SaysSo(string time) => Assert.That(
        Parse("{" + Needed + ",\"event_time\":" + time + "}", out _),
        Does.StartWith("event_time counts seconds").And.Contain("milliseconds"));

    [Test]
    public void Parse_EscapedNamesAndTexts_AreUnescaped()
    {
        Assert.That(Parse("{" + Needed + ",\"\\u0062rand\":\"a\\u00e4\\ud83d\\ude00\\/b\"}", out var value), Is.Null);
        Assert.That(value.Brand, Is.EqualTo("aä😀/b"));
    }

    [TestCase("", "not JSON")]
    [TestCase("null", "not a JSON object")]
    [TestCase("{" + Needed, "not JSON")]
    [TestCase("{" + Needed + "}x", "not JSON")]
    [TestCase("{" + Needed + ",\"price\":NaN}", "not JSON")]
    [TestCase("{" + Needed + ",\"x\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", "depth of 16")]
    [TestCase("{\"event_type\":\"view\",\"product_id\":1}", "event_time is missing")]
    [TestCase("{\"event_time\":1,\"product_id\":1}", "event_type is missing")]
    [TestCase("{" + Needed + ",\"product_id\":null}", "product_id is missing")]
    [TestCase("{" + Needed + ",\"event_type\":\"look\"}", "event_type 'look' is not one of view")]
    [TestCase("{" + Needed + ",\"event_time\":-1}", "event_time '-1' is not a time")]
    [TestCase("{" + Needed + ",\"event_time\":1e30}", "event_time '1e30' is not a time")]
    [TestCase(
        "{" + Needed + ",\"event_time\":\"2019-02-30T00:00:00Z\"}", "event_time '2019-02-30T00:00:00Z' is not a time")]
    [TestCase(
        "{" + Needed + ",\"event_time\":\"0001-01-01T00:00:00+01:00\"}",
        "event_time '0001-01-01T00:00:00+01:00' is not a time")]
    [TestCase("{" + Needed + ",\"product_id\":\"\"}", "product_id is empty")]
    [TestCase("{" + Needed + ",\"product_id\":\"NULL\"}", "product_id 'NULL' stands for nothing")]
    [TestCase("{" + Needed + ",\"product_id\":[1]}", "product_id is not a number or a text")]
    [TestCase("{" + Needed + ",\"product_id\":\"\\ud800\"}", "half of a surrogate pair")]
    public void Parse_NotAnInteraction_SaysWhy(string json, string reason)
    {
        Assert.That(Parse(json, out var value), Does.Contain(reason));
        Assert.That(value, Is.EqualTo(default(Interaction)));
    }

    [TestCase("user_id", "{}")]
    [TestCase("user_id", "true")]
    [TestCase("user_id", "\"NULL\"")]
    [TestCase("user_id", "\"\\ud800\"")]
    [TestCase("category_id", "[1]")]
    [TestCase("price", "1e99")]
    [TestCase("price", "\"12,50\"")]
    [TestCase("price", "{\"amount\":1}")]
    [TestCase("quantity", "2147483648")]
    [TestCase("quantity", "1.5")]
    [TestCase("brand", "\"a\\nb\"")]
    [TestCase("brand", "\"NaN\"")]
    [TestCase("brand", "\"\\ud800\"")]
    [TestCase("brand", "[\"a\"]")]
    [TestCase("user_session", "\"a\u0085b\"")]
    [TestCase("user_session", "\"\\\\N\"")]
    public void Parse_OptionalMemberThatIsNone_IsUnknown(string name, string json)
    {
        Assert.That(Parse("{" + Needed + "}", out var expected), Is.Null);
        Assert.That(Parse("{" + Needed + ",\"" + name + "\":" + json + "}", out var value), Is.Null);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("\"2\"", 2)]
    [TestCase("2.0", 2)]
    [TestCase("-3", -3)]
    [TestCase("\"\"", 1)]
    public void Parse_Quantity_AsNumberOrText(string json, int expected)
    {
        Assert.That(Parse("{" + Needed + ",\"quantity\":" + json + "}", out var value), Is.Null);
        Assert.That(value.Quantity, Is.EqualTo(expected));
    }

    [Test]
    public void Parse_TooLong_SaysWhatIs()
    {
        var text = new string('x', 4097);
        Assert.That(Parse("{" + Needed + ",\"brand\":\"" + text[1..] + "\"}", out _), Is.Null);
        Assert.That(Parse("{" + Needed + ",\"brand\":\"" + text + "\"}", out var longBrand), Is.Null);
        Assert.That(longBrand.Brand, Is.Null);
        Assert.That(Parse("{" + Needed + ",\"" + text + "\":1}", out _), Does.StartWith("a member's name has more"));
        string[] longIds =
        [
            new('1', 257), "\"\\n" + new string('ä', 128) + "\"", "\"\\n" + new string('1', 6 * 256) + "\"",
        ];
        foreach (var id in longIds)
        {
            Assert.That(
                Parse("{" + Needed + ",\"product_id\":" + id + "}", out _), Does.EndWith("is longer than 256 bytes"));
            Assert.That(Parse("{" + Needed + ",\"user_id\":" + id + "}", out var user), Is.Null);
            Assert.That(user.User.IsNone);
        }

        Assert.That(Parse("{" + Needed + ",\"price\":" + new string('1', 65) + "}", out var longPrice), Is.Null);
        Assert.That(longPrice.Price, Is.Null);
        Assert.That(
            Parse("{" + Needed + "}" + new string(' ', 256 * 1024), out _), Does.EndWith("more than 262144"));
    }

    [Test]
    public void Parse_NotUtf8_SaysSo() =>
        Assert.That(
            InteractionJson.Parse([.. "{\"other\":\""u8, 0xC3, 0x28, .. "\"}"u8], out _),
            Is.EqualTo("the value is not UTF-8"));

    [Test]
    public void ParseOfWrite_AnyInteraction_IsTheSame() =>
        Prop.ForAll(Arb.From(Interactions()), interaction =>
        {
            var output = new ArrayBufferWriter<byte>();
            InteractionJson.Write(interaction, output);
            return InteractionJson.Parse(output.WrittenSpan, out var back) is null && back == interaction;
        }).Holds(cases: 2_000);

    [Test]
    public void Parse_SteadyState_AllocatesNothing()
    {
        var json = Encoding.UTF8.GetBytes(
            "{" + Needed + ",\"category_code\":\"a.b\",\"brand\":\"x\",\"price\":1.5,\"user_id\":3,\"y\":[1]}");
        long before = 0;
        for (var i = 0; i < 1_100; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            _ = InteractionJson.Parse(json, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static Gen<Interaction> Interactions()
    {
        var ids = Gen.Elements<Id>(Id.None, 0, 1, 123_456_789_012, long.MaxValue, "-1", "007", "SKU-1/ä\"");
        var texts = Gen.Elements(
            null, "a", "apparel.shoes", "красота", "\"\\/<>&'", "😀", "\ufeff", "\u2028",
            new string('x', 4096));
        return
            from ticks in Gen.OneOf(
                Gen.Elements(0, DateTime.MaxValue.Ticks, DateTime.UnixEpoch.Ticks - 1),
                Gen.Choose(0, int.MaxValue).Select(i => i * 1_000_000_007L))
            from kind in Gen.Choose(0, 3)
            from item in ids
            from user in ids
            from category in ids
            from path in texts
            from brand in texts
            from session in texts
            from price in Gen.Elements<decimal?>(null, 0, 0.000001m, 12.5m, Interaction.MaxPrice, -Interaction.MaxPrice)
            from quantity in Gen.Elements(1, 0, -1, int.MinValue, int.MaxValue)
            select new Interaction(
                new DateTimeOffset(ticks, TimeSpan.Zero), (InteractionKind)kind, user, item.IsNone ? 0 : item)
            {
                Category = category,
                CategoryPath = path,
                Brand = brand,
                Session = session,
                Price = price,
                Quantity = quantity,
            };
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);

    private static string? Parse(string json, out Interaction value) =>
        InteractionJson.Parse(Encoding.UTF8.GetBytes(json), out value);
}
