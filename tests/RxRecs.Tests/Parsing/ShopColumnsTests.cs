namespace RxRecs.Tests.Parsing;

public sealed class ShopColumnsTests
{
    private static IEnumerable<ShopColumns> Maps =>
    [
        ShopColumns.Rees46Events,
        ShopColumns.Rees46Purchases,
        ShopColumns.RetailRocketEvents,
        ShopColumns.SessionRecClicks,
        new()
        {
            Time = "date",
            Elapsed = "ms",
            ElapsedUnit = EpochUnit.Seconds,
            TimeFormat = "dd.MM.yyyy",
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            Item = "3",
            Kind = "what",
            Kinds = new Dictionary<string, InteractionKind?> { ["K\"auf"] = InteractionKind.Purchase, ["x"] = null },
            RefuseRoundedIds = true,
            NullMarkers = ["-"],
            DecimalSign = ',',
            HasHeader = false,
            Delimiter = '|',
            Quote = null,
        },
    ];

    [TestCaseSource(nameof(Maps))]
    public void Parse_OfToJson_IsTheSame(ShopColumns map)
    {
        var json = map.ToJson();
        var back = ShopColumns.Parse(json);

        Assert.That(back.ToJson(), Is.EqualTo(json));
        Assert.That(back.Kinds, Is.EquivalentTo(map.Kinds));
        Assert.That(back.NullMarkers, Is.EqualTo(map.NullMarkers));
        Assert.That(
            back with { Kinds = map.Kinds, NullMarkers = map.NullMarkers, TimeZone = map.TimeZone },
            Is.EqualTo(map));
    }

    [Test]
    public void Parse_LikeAKnownTable_ChangesOnlyWhatIsSaid()
    {
        var map = ShopColumns.Parse("""
            {
              "like": "rees46-events", // with prices in another column
              "price": "preis", "decimalSign": ",",
            }
            """);

        Assert.That(map, Is.EqualTo(ShopColumns.Rees46Events with { Price = "preis", DecimalSign = ',' }));
    }

    [TestCase("remove")]
    [TestCase("remove_from_cart")]
    public void Parse_EitherNameOfRemovals_IsTheKind(string name)
    {
        var map = ShopColumns.Parse(
            $$"""{"time":"t","item":"i","kind":"k","kinds":{"out":"{{name}}"},"defaultKind":"{{name}}"}""");

        Assert.That(map.Kinds["out"], Is.EqualTo(InteractionKind.Remove));
        Assert.That(map.DefaultKind, Is.EqualTo(InteractionKind.Remove));
        Assert.That(map.ToJson(), Does.Contain("\"remove_from_cart\""));
    }

    [TestCase("", "one JSON object")]
    [TestCase("[]", "one JSON object")]
    [TestCase("{}", "time is missing")]
    [TestCase("{\"time\":\"t\"}", "item is missing")]
    [TestCase("{\"time\":\"\",\"item\":1}", "time cannot be")]
    [TestCase("{\"time\":1,\"item\":[2]}", "item must be a text")]
    [TestCase("{\"time\":1,\"item\":2,\"prize\":3}", "prize is no part of a column map")]
    [TestCase("{\"time\":1,\"item\":2,\"timeUnit\":\"days\"}", "timeUnit must be seconds")]
    [TestCase("{\"time\":1,\"item\":2,\"timeZone\":\"Mars\"}", "timeZone \"Mars\" is no time zone")]
    [TestCase("{\"time\":1,\"item\":2,\"delimiter\":\"ab\"}", "delimiter must be one sign")]
    [TestCase("{\"time\":1,\"item\":2,\"decimalSign\":\"x\"}", "decimalSign cannot be \"x\"")]
    [TestCase("{\"time\":1,\"item\":2,\"kinds\":{\"a\":\"buy\"}}", "kinds 'buy' is not one of view, cart")]
    [TestCase("{\"like\":\"shop\"}", "like is not one of rees46-events")]
    public void Parse_NoColumnMap_NamesTheMember(string json, string message) =>
        Assert.That(() => ShopColumns.Parse(json), Throws.TypeOf<FormatException>().With.Message.Contains(message));
}
