using System.Text;
using Microsoft.AspNetCore.Http;
using RxRecs.Live.Http;
using RxRecs.Live.Messages;

namespace RxRecs.Live;

/// <summary>Tests the short way of interactions against the one that knows all forms.</summary>
[TestFixture]
public sealed class FlatInteractionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    // Pieces of JSON that are right, unusual or wrong, of which random messages are made.
    private static readonly string[] Members =
    [
        "'event_type':'view'", "'event_type':'cart'", "'event_type' : 'purchase'", "'event_type':'remove_from_cart'",
        "'event_type':'item'", "'event_type':'other'", "'event_type':7",
        "'event_time':'2026-03-01T11:00:00.0000000+00:00'", "'event_time':'2026-03-01T13:00:00.0000000+02:00'",
        "'event_time':'2026-03-01T11:00:00Z'", "'event_time':'2026-03-01T11:00:00.0000000'",
        "'event_time':'2020-03-01T11:00:00.0000000+00:00'",
        "'event_time':null", "'event_time':'soon'", "'event_time':5",
        "'user_id':17", "'user_id':'anna'", "'user_id':'17'", "'user_id':null", "'user_id':''", "'user_id':-1",
        "'user_id':007", "'user_id':12345678901234567890", "'user_id':1.5",
        "'user_id':'\u00e4'", "'user_id':'a\\u0041'",
        "'product_id':4", "'product_id':'sku-4'", "'product_id':0", "'product_id':null", "'product_id':true",
        "'user_session':'s1'", "'user_session':''", "'user_session':5", "'user_session':'a\\nb'",
        "'category_id':9", "'category_code':'apparel.shoes'", "'brand':'b <&> b'", "'brand':null",
        "'price':12.50", "'price':0", "'price':01", "'price':1.", "'price':.5", "'price':-1", "'price':1e2",
        "'price':9000000000001", "'price':1.2.3", "'price':'1'",
        "'quantity':3", "'quantity':-3", "'quantity':1000001", "'quantity':2.5",
        "'key':'k'", "'visible':true", "'other':[1]", " \n'brand' :  'x' ",
    ];

    [Test]
    public void TryRead_RandomMessages_AreReadAsInTheOtherWayOrNotAtAll()
    {
        var (random, texts) = (new Random(5), new TextCache());
        var read = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var members = Members.Where(_ => random.Next(14) == 0).OrderBy(_ => random.Next());
            var json = Json("{" + string.Join(",", members) + "}");
            if (FlatInteraction.TryRead(json, out var flat, out var length)
                && flat.TryMake(Now, texts, out var interaction))
            {
                read++;
                var text = Encoding.UTF8.GetString(json);
                Assert.That(length, Is.EqualTo(json.Length), text);
                Assert.That(interaction, Is.EqualTo(Slowly(json, text)), text);
            }
        }

        Assert.That(read, Is.GreaterThan(100));
    }

    // The short way would write it as it stands, and the log would mean another moment in another zone.
    [TestCase("2026-03-01T11:00:00.0000000", false)]
    [TestCase("2026-03-01T11:00:00.0000000Z", true)]
    [TestCase("2026-03-01T13:00:00.0000000+02:00", true)]
    public void TryRead_TimeWithoutAnOffset_IsNotForTheShortWay(string time, bool isShort)
    {
        var json = Json($"{{'event_type':'view','product_id':1,'event_time':'{time}'}}");

        Assert.That(
            FlatInteraction.TryRead(json, out var flat, out _) && flat.TryMake(Now, new TextCache(), out _),
            Is.EqualTo(isShort));
    }

    [TestCase("2026-03-01T11:00:00")]
    [TestCase("2026-03-01T11:00:00Z")]
    [TestCase("2026-03-01T20:00:00+09:00")]
    [NonParallelizable]
    public void ShopMessage_InAnotherZone_IsOfTheSameMoment(string time) => Assert.That(
        OtherZone.Run(() => Slowly(
            Json($"{{'event_type':'view','product_id':1,'user_id':2,'event_time':'{time}'}}"), time)).EventTime,
        Is.EqualTo(new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero)));

    [Test]
    public void Write_WhatWasRead_IsReadFromTheLogAsTheSame()
    {
        var json = Json(
            "{'user_id':17,'event_type':'cart','product_id':'sku','user_session':'s','category_id':9,"
            + "'category_code':'a.b','brand':'b','price':12.50,'quantity':3}");
        Assert.That(FlatInteraction.TryRead(json, out var flat, out _), Is.True);
        var batch = MessageBatch.Rent();
        batch.Add(in flat, 17, Now);

        Assert.That(LogRecord.Read(batch[0].Span, out var record), Is.Null);
        Assert.That(ShopMessageFormat.Read(batch[0].Span, out var message), Is.Null);

        Assert.That(record.Other, Is.Null);
        Assert.That(record.Interaction, Is.EqualTo(ShopMessageFormat.ToEvent(message).Interaction));
        Assert.That(record.Interaction, Is.EqualTo(new Interaction(Now, InteractionKind.Cart, 17, "sku")
        {
            Session = "s",
            Category = 9,
            CategoryPath = "a.b",
            Brand = "b",
            Price = 12.5m,
            Quantity = 3,
        }));
    }

    [TestCase("{'event_type':'view','event_time':'2026-03-01T11:00:00Z','product_id':1,'key':'k'}")]
    [TestCase("{'event_type':'item','event_time':'2026-03-01T11:00:00Z','product_id':1,'in_stock':false}")]
    [TestCase("{'event_type':'forget','event_time':'2026-03-01T11:00:00Z','user_id':1}")]
    public void Read_MoreThanAnInteraction_IsAMessage(string text)
    {
        var problem = ShopMessageFormat.Read(Json(text), out var message);

        Assert.That(LogRecord.Read(Json(text), out var record), Is.EqualTo(problem));
        Assert.That(record, Is.EqualTo(LogRecord.Of(message)));
    }

    [TestCase("[{'event_type':'view','product_id':1}]", 1)]
    [TestCase(" {'event_type':'view','product_id':1} ", 1)]
    [TestCase("[{'event_type':'view','product_id':1} ,\n {'event_type':'cart','product_id':2,'user_id':5} ] ", 2)]
    [TestCase("[{'event_type':'view','product_id':1}", 0)]
    [TestCase("[{'event_type':'view','product_id':1}]]", 0)]
    [TestCase("{'event_type':'view','product_id':1},{'event_type':'view','product_id':1}", 0)]
    [TestCase("[{'event_type':'view','product_id':1},]", 0)]
    [TestCase("[{'event_type':'view','product_id':1,'event_time':'2026-03-01T12:01:01.0000000+00:00'}]", 0)]
    [TestCase("[{'event_type':'view','product_id':1,'event_time':'2026-02-01T12:01:01.0000000+00:00'}]", 0)]
    [TestCase("[]", 0)]
    [TestCase("", 0)]
    public void TryParse_Body_TakesAllOrNone(string body, int count)
    {
        var batch = MessageBatch.Rent();

        Assert.That(FlatBody.TryParse(Json(body), batch, Now), Is.EqualTo(count > 0));

        if (count > 0)
        {
            Assert.That(batch.Count, Is.EqualTo(count));
            Assert.That(batch.Users, Is.EqualTo(new[] { Id.None, 5 }.Take(count)));
        }
    }

    [TestCase(1_000, true)]
    [TestCase(1_001, false)]
    public async Task TryRead_BodyInPieces_LeavesWhatItDoesNotTake(int count, bool isTaken)
    {
        var json = Json($"[{string.Join(",", Enumerable.Repeat("{'event_type':'view','product_id':1}", count))}]");
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(json);

        var batch = await FlatBody.TryRead(context.Request, TimeProvider.System, CancellationToken.None);

        Assert.That(batch?.Count, Is.EqualTo(isTaken ? count : null));
        var rest = await context.Request.BodyReader.ReadAsync();
        Assert.That(rest.Buffer.Length, Is.EqualTo(isTaken ? 0 : json.Length));
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));

    private static Interaction Slowly(byte[] json, string text)
    {
        var message = System.Text.Json.JsonSerializer.Deserialize(json, ShopMessageFormat.Json.ShopMessage)!;
        message.EventTime = message.EventTime?.ToUniversalTime() ?? Now;
        message.Key = null;
        Assert.That(ShopMessageFormat.Check(message), Is.Null, text);
        Assert.That(ShopMessageFormat.IsChange(message), Is.False, text);
        return ShopMessageFormat.ToEvent(message).Interaction;
    }
}
