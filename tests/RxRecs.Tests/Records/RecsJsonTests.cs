using System.Buffers;
using System.Reactive.Linq;
using System.Text;
using System.Text.Json;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Records;

/// <summary>Results as JSON: the form is kept, and what is read equals what was written.</summary>
public sealed class RecsJsonTests
{
    private static readonly DateTimeOffset Day = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void TrendBucket_Written_HasTheDocumentedForm()
    {
        var bucket = new TrendBucket<Id>(1, Day, Day.AddDays(1), [new("sku-6", 0.5), new(5, 3)]);

        Assert.That(TextOf(bucket, RecsJson.Write), Is.EqualTo(
            """
            {"index":1,"start":"2020-01-01T00:00:00Z","end":"2020-01-02T00:00:00Z","total":3.5,"counts":[{"product_id":5,"count":3},{"product_id":"sku-6","count":0.5}]}
            """));
    }

    [Test]
    public void ApproximateBucket_WrittenAndReadBack_SaysHowFarOffItMayBe()
    {
        var sales = new[] { 1, 1, 1, 2, 3 }.Select(item => new Interaction(Day, InteractionKind.Cart, 1, item));
        var options = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero, MaxItemsPerBucket = 2 };
        var bucket = sales.ToObservable().TrendBuckets(TimeSpan.FromDays(1), options).Wait();

        Assert.That(TextOf(bucket, RecsJson.Write), Does.Contain(
            "\"total\":5,\"partial\":true,\"approximate\":true,\"max_error\":2,\"counts\":["));
        var read = RecsJson.ReadTrendBucket(BytesOf(bucket, RecsJson.Write));
        Assert.That(
            (read.Total, read.IsApproximate, read.MaxError, read.CountOf(3)), Is.EqualTo((5d, true, 2d, 1d)));
        Assert.That(read.Counts, Is.EqualTo(bucket.Counts));
    }

    [Test]
    public void ApproximateReport_ReadBack_IsApproximate()
    {
        var period = new TrendPeriod(0, 0, Day, Day.AddDays(1));
        var transition = new TrendTransition<Id>(period, period, TrendBasis.LastTransition, "score", [])
        {
            IsApproximate = true,
            MaxError = 2.5,
        };
        var report = new TrendReport<Id>(TrendReportStatus.Ready, transition, 2);

        var read = RecsJson.ReadTrendReport(BytesOf(report, RecsJson.Write));

        Assert.That((read.Transition!.IsApproximate, read.Transition.MaxError), Is.EqualTo((true, 2.5)));
    }

    [Test]
    public void TrendBucket_ReadBack_IsTheSameToTheLastDigit()
    {
        var bucket = new TrendBucket<Id>(
            -3, Day, Day.AddTicks(1), [new(5, 8_999_999_999_999.5), new("é\"", 0.000001), new(Id.None, 2)])
        {
            IsPartial = true,
            LateCount = 4,
            SkippedBefore = 5,
        };

        var read = RecsJson.ReadTrendBucket(BytesOf(bucket, RecsJson.Write));

        Assert.That(
            (read.Index, read.Start, read.End, read.Total, read.IsPartial, read.LateCount, read.SkippedBefore),
            Is.EqualTo((-3L, Day, Day.AddTicks(1), bucket.Total, true, 4L, 5L)));
        Assert.That(read.Counts, Is.EqualTo(bucket.Counts));
    }

    [Test]
    public void TrendReport_ReadBack_IsTheSame([Values] TrendBasis basis, [Values] bool isPartial)
    {
        TrendChange<Id>[] changes = [new(1, 1, 3, 2.1), new("b", 2, 1, -0.1), new(3, 0, 1, null)];
        var transition = new TrendTransition<Id>(
            new(0, 1, Day, Day.AddDays(2)), new(2, 3, Day.AddDays(2), Day.AddDays(4)), basis, "percent", changes)
        {
            IsPartial = isPartial,
        };
        var report = new TrendReport<Id>(TrendReportStatus.Ready, transition, 4)
        {
            Rising = [changes[0]],
            Falling = [changes[1]],
            New = [changes[2]],
        };

        var read = RecsJson.ReadTrendReport(BytesOf(report, RecsJson.Write));

        Assert.That((read.Status, read.Buckets, read.Summary), Is.EqualTo((report.Status, 4L, report.Summary)));
        Assert.That(read.Transition!.Changes, Is.EqualTo(transition.Changes));
        Assert.That((read.Transition.Before, read.Transition.Now), Is.EqualTo((transition.Before, transition.Now)));
        Assert.That((read.Transition.Basis, read.Transition.IsPartial), Is.EqualTo((basis, isPartial)));
        Assert.That(read.Rising, Is.EqualTo(report.Rising));
        Assert.That(read.Falling, Is.EqualTo(report.Falling));
        Assert.That(read.New, Is.EqualTo(report.New));
    }

    [Test]
    public void TrendReport_NotEnoughData_IsReadBack()
    {
        var report = new TrendReport<Id>(TrendReportStatus.NotEnoughData, transition: null, 1);

        var text = TextOf(report, RecsJson.Write);

        Assert.That(text, Is.EqualTo(
            """{"status":"not_enough_data","buckets":1,"rising":[],"falling":[],"new":[]}"""));
        Assert.That(RecsJson.ReadTrendReport(Encoding.UTF8.GetBytes(text)).Summary, Is.EqualTo(report.Summary));
    }

    [Test]
    public void CartChange_OfEveryKind_IsReadBackUnderItsName([Values] CartChangeKind kind)
    {
        var item = kind is CartChangeKind.Abandoned or CartChangeKind.Forgotten ? Id.None : "sku-6";
        var change = new CartChange<Id, Id>(kind, 7, item, 2, Day.AddTicks(12_345), 3, long.MaxValue);

        var text = TextOf(change, RecsJson.Write);

        Assert.That(RecsJson.ReadCartChange(Encoding.UTF8.GetBytes(text)), Is.EqualTo(change));
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{kind}");
        Assert.That(text, Does.StartWith($$"""{"kind":"{{name}}","key":7,"""));
        Assert.That(text.Contains("product_id"), Is.EqualTo(!item.IsNone));
    }

    [Test]
    public void LastItems_ReadBack_AreTheSame()
    {
        var items = new LastItems<Id, Id>("user", [5, "sku-6", 5], 9);

        var text = TextOf(items, RecsJson.Write);

        Assert.That(text, Is.EqualTo("""{"key":"user","items":[5,"sku-6",5],"evicted_keys":9}"""));
        Assert.That(RecsJson.ReadLastItems(Encoding.UTF8.GetBytes(text)), Is.EqualTo(items));
    }

    [Test]
    public void LastItems_OfAKeyThatHasLeft_AreReadBack()
    {
        var items = new LastItems<Id, Id>(7, default, 1);

        Assert.That(RecsJson.ReadLastItems(BytesOf(items, RecsJson.Write)), Is.EqualTo(items));
    }

    [Test]
    public void Trigger_OfEveryKind_IsReadBackUnderItsName([Values] TriggerKind kind)
    {
        var trigger = new Trigger<Id, Id>(kind, "user", [5, "sku-6"], Day.AddTicks(12_345))
        {
            PriceBefore = kind == TriggerKind.PriceDropped ? 79_228_162_514_264_337_593_543_950_335m : null,
            Price = kind == TriggerKind.PriceDropped ? 0.000000000000000000000001m : null,
            Suppressed = (int)kind,
            List = kind == TriggerKind.CartAbandoned
                ? new("user", [new(9, 1.5, new(RecommendationSource.Trending, 200))])
                : null,
        };

        var text = TextOf(trigger, RecsJson.Write);

        var read = RecsJson.ReadTrigger(Encoding.UTF8.GetBytes(text));
        Assert.That((read, read.Id), Is.EqualTo((trigger, trigger.Id)));
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{kind}");
        Assert.That(text, Does.StartWith($$"""{"id":"{{trigger.Id}}","kind":"{{name}}","user_id":"user","items":["""));
    }

    [Test]
    public void Trigger_Written_HasTheDocumentedForm()
    {
        var trigger =
            new Trigger<Id, Id>(TriggerKind.PriceDropped, 7, [5], Day) { PriceBefore = 40.00m, Price = 34.9m };

        Assert.That(TextOf(trigger, RecsJson.Write), Is.EqualTo(
            $$"""
            {"id":"{{trigger.Id}}","kind":"price_dropped","user_id":7,"items":[5],"event_time":"2020-01-01T00:00:00Z","price_before":40.00,"price":34.9}
            """));
    }

    [TestCase("{}", "kind is missing")]
    [TestCase("""{"kind":"sold_out"}""", "kind is none of cart_abandoned, cart_recovered")]
    [TestCase("""{"kind":"price_dropped","user_id":1,"items":5,"event_time":"2020-01-01T00:00:00Z"}""", "")]
    [TestCase("""{"kind":"price_dropped","user_id":1,"items":[],"event_time":"soon"}""", "")]
    public void ReadTrigger_NotATrigger_IsAJsonException(string json, string reason) => Assert.That(
        () => RecsJson.ReadTrigger(Encoding.UTF8.GetBytes(json)),
        Throws.InstanceOf<JsonException>().With.Message.Contains(reason));

    [Test]
    public void RecommendationList_ReadBack_IsTheSame()
    {
        var own = new RecommendationSource("Mine", RecommendationPurpose.Reminder);
        var list = new RecommendationList<Id, Id>(
            Id.None,
            [
                new(5, 0.1 + 0.2, new(RecommendationSource.TrendingBrand, 200, "emil")),
                new("sku-6", -1, new(own, 1e-300)),
                new(7, 0, new(default, 0)),
                new(8, 0, new(RecommendationSource.Popular, 3, IsFallback: true)),
            ])
        {
            Session = "s",
        };

        var read = RecsJson.ReadRecommendationList(BytesOf(list, RecsJson.Write));

        Assert.That(read, Is.EqualTo(list));
        Assert.That(
            read.Items.Select(each => each.Reason.Source.Purpose),
            Is.EqualTo(list.Items.Select(each => each.Reason.Source.Purpose)));
    }

    [Test]
    public void RecommendationList_WithExplanations_ReadBack_HasThem()
    {
        var source = RecommendationSource.NextItem;
        var list = new RecommendationList<Id, Id>(
            7, [new(5, 1.5, new(source, 1.5, IsFallback: true)), new("sku", 1, new(source, 1))])
        {
            Explanations =
            [
                new(5, 1.5, [
                    new(source, 1) { MatchedItem = "mug", Neighbor = 3, NeighborTime = Day, Detail = "x" },
                    new(RecommendationSource.OpenCart, .5)]) { IsFallback = true },
                null,
            ],
            RuleCounts = [new("at most 1 per brand", 2, 1)],
        };

        var read = RecsJson.ReadRecommendationList(BytesOf(list, RecsJson.Write));

        Assert.That(read, Is.EqualTo(list));
        Assert.That(read.Explanations, Has.Count.EqualTo(2));
        Assert.That(read.Explanations[1], Is.Null);
        var (why, expected) = (read.Explanations[0]!, list.Explanations[0]!);
        Assert.That((why.Item, why.Score, why.IsFallback), Is.EqualTo((expected.Item, expected.Score, true)));
        Assert.That(why.Contributions, Is.EqualTo(expected.Contributions));
        Assert.That(read.RuleCounts, Is.EqualTo(list.RuleCounts));
    }

    [Test]
    public void RecommendationList_Written_HasTheDocumentedForm()
    {
        var list = new RecommendationList<Id, Id>(7, [new(5, 1.5, new(RecommendationSource.Trending, 200))]);

        Assert.That(TextOf(list, RecsJson.Write), Is.EqualTo(
            """
            {"user_id":7,"items":[{"product_id":5,"score":1.5,"source":"Trending","purpose":"discovery","value":200,"reason":"trending (200)"}]}
            """));
    }

    [Test]
    public void RecommendationList_WithExplanations_Written_HasTheDocumentedForm()
    {
        var list = new RecommendationList<Id, Id>(7, [new(5, 1.5, new(RecommendationSource.Trending, 200))])
        {
            Explanations = [new(5, 1.5, [new(RecommendationSource.Trending, 1.5) { MatchedItem = 4 }])],
            RuleCounts = [new("never shown", 2, 0)],
        };

        Assert.That(TextOf(list, RecsJson.Write), Is.EqualTo(
            """
            {"user_id":7,"items":[{"product_id":5,"score":1.5,"source":"Trending","purpose":"discovery","value":200,"reason":"trending (200)","why":[{"source":"Trending","purpose":"discovery","value":1.5,"matched_product_id":4}]}],"rules":[{"rule":"never shown","left_out":2,"moved":0}]}
            """));
    }

    [Test]
    public void ItemChange_Written_HasTheDocumentedForm()
    {
        var change = new ItemChange<Id>(5, Day)
        {
            Category = 7,
            CategoryPath = "a.b",
            Brand = "emil",
            Price = 34.90m,
            IsVisible = true,
            IsInStock = false,
        };

        Assert.That(TextOf(change, RecsJson.Write), Is.EqualTo(
            """
            {"event_type":"item","product_id":5,"event_time":"2020-01-01T00:00:00Z","category_id":7,"category_code":"a.b","brand":"emil","price":34.90,"visible":true,"in_stock":false}
            """));
        Assert.That(RecsJson.ReadItemChange(BytesOf(change, RecsJson.Write)), Is.EqualTo(change));
        Assert.That(
            () => TextOf(default(ItemChange<Id>), RecsJson.Write),
            Throws.ArgumentException.With.Message.Contains("cannot be none"));
    }

    [Test]
    public void ItemChange_OfAnyPart_IsReadBack(
        [Values("é\"", null)] string? brand,
        [Values("000123", null)] string? category,
        [Values(0.000001, 9e12, null)] double? price,
        [Values(true, false, null)] bool? isVisible)
    {
        var change = new ItemChange<Id>("sku-6", Day.AddTicks(12_345))
        {
            Brand = brand,
            Category = category is null ? Id.None : Id.Parse(category),
            Price = (decimal?)price,
            IsVisible = isVisible,
            IsInStock = !isVisible,
        };

        Assert.That(RecsJson.ReadItemChange(BytesOf(change, RecsJson.Write)), Is.EqualTo(change));
    }

    [Test]
    public void ReadItemChange_WhatIsNotStated_MayBeNullOrLeftOut() => Assert.That(
        RecsJson.ReadItemChange(
            """{"product_id":"a","event_time":"2020-01-01T02:00:00+02:00","brand":null,"price":null,"in_stock":null,"x":1}"""u8),
        Is.EqualTo(new ItemChange<Id>("a", Day)));

    [TestCase("2020-01-01T00:00:00")]
    [TestCase("2020-01-01T00:00:00Z")]
    [TestCase("2020-01-01T09:00:00+09:00")]
    [NonParallelizable]
    public void ReadItemChange_InAnotherZone_ReadsTheSameMoment(string time) => Assert.That(
        OtherZone.Run(() => RecsJson.ReadItemChange(
            Encoding.UTF8.GetBytes($"{{\"product_id\":\"a\",\"event_time\":\"{time}\"}}"))),
        Is.EqualTo(new ItemChange<Id>("a", Day)));

    [TestCase("{}", "product_id is missing")]
    [TestCase("""{"product_id":null,"event_time":"2020-01-01T00:00:00Z"}""", "cannot be none")]
    [TestCase("""{"product_id":1}""", "event_time is missing")]
    [TestCase("""{"product_id":1,"event_time":"2020-01-01T00:00:00Z","event_type":"view"}""", "is 'view', not item")]
    [TestCase("""{"product_id":1,"event_time":"2020-01-01T00:00:00Z","in_stock":"yes"}""", "in_stock")]
    [TestCase("""{"product_id":1,"event_time":"2020-01-01T00:00:00Z","price":"1.50"}""", "price")]
    [TestCase("""{"product_id":1,"event_time":"2020-01-01T00:00:00Z","price":-1}""", "Price")]
    public void ReadItemChange_NotAChange_IsAJsonException(string json, string reason) => Assert.That(
        () => RecsJson.ReadItemChange(Encoding.UTF8.GetBytes(json)),
        Throws.InstanceOf<JsonException>().With.Message.Contains(reason));

    [Test]
    public void Purposes_InJson_AreTheirNamesInLowerCase() =>
        Assert.That(
            RecsJsonNames.Purposes,
            Is.EqualTo(new[] { "discovery", "reminder", "fallback", "complement", "substitute" }));

    [TestCase("", "not contain")]
    [TestCase("{}", "counts is missing")]
    [TestCase("[]", "")]
    [TestCase("""{"counts":[]} x""", "")]
    [TestCase("""{"counts":[{"count":-1,"product_id":1}]}""", "above 0")]
    [TestCase("""{"counts":[{"count":0.0000001,"product_id":1}]}""", "six decimals")]
    [TestCase("""{"counts":[{"count":1e20,"product_id":1}]}""", "")]
    [TestCase("""{"counts":[{"count":1,"product_id":1},{"count":1,"product_id":1}]}""", "")]
    [TestCase("""{"counts":[],"index":1,"start":"2020-01-02T00:00:00Z","end":"2020-01-01T00:00:00Z"}""", "cannot end")]
    [TestCase("""{"counts":[{"count":1,"product_id":"\ud800"}]}""", "")]
    public void ReadTrendBucket_NotABucket_IsAJsonException(string json, string reason) => Assert.That(
        () => RecsJson.ReadTrendBucket(Encoding.UTF8.GetBytes(json)),
        Throws.InstanceOf<JsonException>().With.Message.Contains(reason));

    [Test]
    public void ReadCartChange_UnknownKind_SaysWhichThereAre() => Assert.That(
        () => RecsJson.ReadCartChange("""{"kind":"stolen"}"""u8),
        Throws.InstanceOf<JsonException>().With.Message.Contains("kind is none of added, reopened"));

    private static byte[] BytesOf<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static string TextOf<T>(T value, Action<T, IBufferWriter<byte>> write) =>
        Encoding.UTF8.GetString(BytesOf(value, write));
}
