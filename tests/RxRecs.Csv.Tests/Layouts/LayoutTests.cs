using System.Globalization;

namespace RxRecs.Csv.Tests.Layouts;

public sealed class LayoutTests
{
    [Test]
    public void Rees46Events_Row_IsReadWhole()
    {
        var reading = Reading.OfText(Reading.Header + Reading.GoodRow);

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.Rees46Events));
        Assert.That(reading.Events, Is.EqualTo(new[]
        {
            new Interaction(Time("2019-10-01T00:00:00Z"), InteractionKind.View, 541312140, 44600062)
            {
                Category = 2103807459595387724,
                CategoryPath = "a.b",
                Brand = "shiseido",
                Price = 35.79m,
                Session = "s1",
            },
        }));
    }

    [Test]
    public void Rees46Events_IndexColumnAndFloatIds_KeepTheDigitsOfTheText()
    {
        var reading = Reading.OfText(
            ",event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\r\n"
            + "0,2019-11-01 00:00:02 UTC,remove_from_cart,5802432.0,1.4875800092865987e+18,,,0.32,562076640.0,\r\n");

        Assert.That(reading.Events, Is.EqualTo(new[]
        {
            new Interaction(Time("2019-11-01T00:00:02Z"), InteractionKind.Remove, 562076640, 5802432)
            {
                Category = 1487580009286598700,
                Price = 0.32m,
            },
        }));
    }

    [Test]
    public void Rees46Events_OtherOrderExtraAndMissingColumns_AreFoundByName()
    {
        var reading = Reading.OfText("Extra; PRODUCT_ID ;event_type;event_time\nx;5;cart;2019-11-01 00:00:00 UTC\n");

        Assert.That(reading.Events, Is.EqualTo(new[]
        {
            new Interaction(Time("2019-11-01T00:00:00Z"), InteractionKind.Cart, Id.None, 5),
        }));
    }

    [Test]
    public void Rees46Purchases_Rows_ArePurchasesOfAnOrder()
    {
        var reading = Reading.OfText(
            "event_time,order_id,product_id,category_id,category_code,brand,price,user_id\n"
            + "2020-04-24 11:50:39 UTC,2294359932054536986,1515966223509089906,2268105426648170900,"
            + "electronics.tablet,samsung,162.01,1515915625441994000\n"
            + "1970-01-01 00:33:40 UTC,2294444024058086220,2273948319057183658,,,huawei,,\n");

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.Rees46Purchases));
        Assert.That(reading.Events, Is.EqualTo(new[]
        {
            new Interaction(
                Time("2020-04-24T11:50:39Z"), InteractionKind.Purchase, 1515915625441994000, 1515966223509089906)
            {
                Session = "2294359932054536986",
                Category = 2268105426648170900,
                CategoryPath = "electronics.tablet",
                Brand = "samsung",
                Price = 162.01m,
            },
            new Interaction(
                Time("1970-01-01T00:33:40Z"), InteractionKind.Purchase, Id.None, 2273948319057183658)
            {
                Session = "2294444024058086220",
                Brand = "huawei",
            },
        }));
    }

    [Test]
    public void RetailRocket_Rows_AreReadWithTheirKinds()
    {
        var reading = Reading.OfText(
            "timestamp,visitorid,event,itemid,transactionid\n"
            + "1433221332117,257597,view,355908,\n1433221332118,1,addtocart,2,\n"
            + "1433221332119,1,transaction,2,4000\n1,1,like,2,\n");

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.RetailRocketEvents));
        Assert.That(reading.Events, Is.EqualTo(new[]
        {
            new Interaction(Time("2015-06-02T05:02:12.117Z"), InteractionKind.View, 257597, 355908),
            new Interaction(Time("2015-06-02T05:02:12.118Z"), InteractionKind.Cart, 1, 2),
            new Interaction(Time("2015-06-02T05:02:12.119Z"), InteractionKind.Purchase, 1, 2),
        }));
        Assert.That(
            reading.DeadLetters.Single().Reason, Is.EqualTo(
            "event 'like' is not one of view, addtocart, transaction; say what it is with Kinds "
            + "(--kind-map like=KIND, one of view, cart, remove_from_cart, purchase, none)"));
    }

    [Test]
    public void SessionRec_Rows_AreViewsInSessions()
    {
        var options = new ShopFileOptions { SessionPrefix = "train-" };
        var reading = Reading.OfText("SessionId\tItemId\tTime\n3\t214716935\t1396437466.94\n\"\t1\t2\n", options);

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.SessionRecClicks));
        Assert.That(reading.Events, Is.EqualTo(new[]
        {
            new Interaction(Time("2014-04-02T11:17:46.94Z"), InteractionKind.View, Id.None, 214716935)
            {
                Session = "train-3",
            },
            new Interaction(Time("1970-01-01T00:00:02Z"), InteractionKind.View, Id.None, 1)
            {
                Session = "train-\"",
            },
        }));
    }

    [Test]
    public void SessionLines_Items_AreViewsASecondApart()
    {
        var options = new ShopFileOptions { SequenceStart = Time("2020-01-01T00:00:00Z"), SessionPrefix = "t" };
        var reading = Reading.OfText("7 8  9\n\n5 NaN 6 \n", options);

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.SessionLines));
        Assert.That(
            reading.Events.Select(row => (row.EventTime.Second, row.Item, row.Session)),
            Is.EqualTo(new[] { (0, (Id)7, "t1"), (1, 8, "t1"), (2, 9, "t1"), (3, 5, "t3"), (4, 6, "t3") }));
        Assert.That(reading.Events.TrueForAll(row => row.Kind == InteractionKind.View && row.User.IsNone));
        Assert.That(reading.DeadLetters.Single().Reason, Is.EqualTo("item 'NaN' stands for nothing"));
        Assert.That(reading.DeadLetters[0].Position, Is.EqualTo(3));
    }

    [Test]
    public void SessionLines_AsSessions_KeepWholeLines()
    {
        using var file = TempFile.Of("7 8 9 \n5 NaN 6\n\n  \n1 SKU-1\n");
        var letters = new List<DeadLetter>();
        var sessions = ShopSessions.Read(
            file.Path, onDeadLetter: letters.Add).ToList();

        Assert.That(sessions.Select(row => row.Line), Is.EqualTo(new[] { 1L, 5L }));
        Assert.That(sessions[0].Items.ToArray(), Is.EqualTo(new Id[] { 7, 8, 9 }));
        Assert.That(sessions[1].Items.ToArray(), Is.EqualTo(new Id[] { 1, "SKU-1" }));
        Assert.That(letters.Select(letter => letter.Position), Is.EqualTo(new[] { 2L, 4L }));
    }

    [Test]
    public void Otto_Line_IsItsEvents()
    {
        const string Seven =
            """{"session":7,"events":[{"aid":1,"ts":1659304800025,"type":"clicks"},"""
            + """{"aid":2,"ts":1659304800026,"type":"carts","x":[1]},{"type":"orders","ts":1659304800027,"aid":3}]}""";
        const string Eight =
            """{"events":[{"aid":9,"ts":1,"type":"likes"},{"aid":4,"ts":1,"type":"clicks"},5,"""
            + """{"ts":1,"type":"clicks"}],"session":8,"more":{"a":1}}""";

        var reading = Reading.OfText(Seven + "\n" + Eight);

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.OttoJsonLines));
        Assert.That(
            reading.Events.Select(row => (row.Session, row.Item, row.Kind)),
            Is.EqualTo(new[]
            {
                ("7", (Id)1, InteractionKind.View),
                ("7", 2, InteractionKind.Cart),
                ("7", 3, InteractionKind.Purchase),
                ("8", 4, InteractionKind.View),
            }));
        Assert.That(reading.Events[0].EventTime, Is.EqualTo(Time("2022-07-31T22:00:00.025Z")));
        Assert.That(
            reading.DeadLetters.Select(letter => letter.Reason),
            Is.EqualTo(
                new[] { "type is not one of clicks, carts, orders", "an event is not an object", "aid is missing" }));
    }

    [Test]
    public void Otto_TextIds_AreRead()
    {
        var reading = Reading.OfText(
            """{"session":"s-1","events":[{"aid":"SKU\/1\u00e4","ts":1,"type":"clicks"}]}""");

        Assert.That(
            reading.Events.Select(row => (row.Session, row.Item)), Is.EqualTo(new[] { ("s-1", (Id)"SKU/1ä") }));
    }

    [TestCase("{\"session\":1,\"events\":[{\"aid\":1,\"ts\":2,\"type\":\"clicks\"}", "not JSON")]
    [TestCase("{\"session\":1,\"events\":[]}", "no events")]
    [TestCase("{\"events\":[{\"aid\":1,\"ts\":2,\"type\":\"clicks\"}]}", "session is missing")]
    [TestCase(
        "{\"session\":[],\"events\":[{\"aid\":1,\"ts\":2,\"type\":\"clicks\"}]}",
        "session is not a number or a text")]
    [TestCase("{\"session\":\"\",\"events\":[{\"aid\":1,\"ts\":2,\"type\":\"clicks\"}]}", "session is empty")]
    [TestCase("[1]", "not a JSON object")]
    [TestCase(
        "{\"session\":1,\"events\":[{\"aid\":true,\"ts\":2,\"type\":\"clicks\"}]}", "aid is not a number or a text")]
    [TestCase("{\"session\":1,\"events\":[{\"aid\":1,\"ts\":1e400,\"type\":\"clicks\"}]}", "ts is not a time")]
    [TestCase("{\"session\":1,\"events\":[{\"aid\":\"NaN\",\"ts\":2,\"type\":3}]}", "aid 'NaN' stands for nothing")]
    [TestCase("{\"\\ud800\":1,\"session\":1,\"events\":[]}", "not JSON")]
    public void Otto_BadLine_IsOneDeadLetterAmongGoodNeighbours(string bad, string reason)
    {
        const string Good = "{\"session\":7,\"events\":[{\"aid\":1,\"ts\":1659304800025,\"type\":\"clicks\"}]}\n";
        var reading = Reading.OfText(Good + bad + "\n" + Good);

        Assert.That(reading.Events, Has.Count.EqualTo(2));
        Assert.That(reading.DeadLetters.Single().Reason, Does.StartWith(reason));
        Assert.That(reading.DeadLetters[0].Position, Is.EqualTo(2));
    }

    [Test]
    public void Layout_Forced_IsTaken()
    {
        var reading = Reading.OfText("5\n", new ShopFileOptions { Layout = ShopFileLayout.OttoJsonLines });

        Assert.That(reading.DeadLetters.Single().Reason, Is.EqualTo("not a JSON object"));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
