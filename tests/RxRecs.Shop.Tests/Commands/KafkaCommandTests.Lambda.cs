using System.Buffers;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <content>What <c>lambda</c> writes, and what it takes.</content>
public sealed partial class KafkaCommandTests
{
    private static readonly string[] Live = ["--idle-stop", "1s", "--json"];

    [TestCase("header", "--max-header-size", "5000")]
    [TestCase("headers", "--max-headers", "40")]
    [TestCase("key", "--max-key-size", "300")]
    [TestCase("value", "--max-value-size", "300000")]
    [TestCase("skew", "--max-future-skew", "50d")]
    public void Lambda_Limits_AreThoseOfBothLayers_AndNameTheirOption(string which, string option, string enough)
    {
        var (topic, dead) = (NewTopic(), NewTopic());
        WriteLarge(topic, which);
        string[] lambda = ["lambda", "--topic", topic, .. Live];

        var refused = Run([.. lambda, "--group", topic, "--dead-letters", dead]);
        Assert.That(refused.Error, Does.Contain($"({option})"));
        Assert.That(Read(dead).Single().Text("reason"), Does.Contain($"({option})"));
        Assert.That(refused.Json("speed_state").Single().Id("events"), Is.EqualTo(1));
        Assert.That(Summary(refused), Is.EqualTo((2, 1, 1)));

        var taken = Run([.. lambda, "--group", topic + "2", option, enough]);
        Assert.That(taken.Json("speed_state").Single().Id("events"), Is.EqualTo(2));
        Assert.That(Summary(taken), Is.EqualTo((2, 2, 0)));

        static (long Rows, long Events, long Dead) Summary(ShopConsole run)
        {
            var summary = run.Json("summary").Single();
            return (summary.Id("rows"), summary.Id("events"), summary.Id("dead"));
        }
    }

    [Test]
    public void Lambda_Summary_IsTheSumOfItsParts()
    {
        var topic = NewTopic();
        var time = new DateTimeOffset(2020, 5, 1, 12, 0, 0, TimeSpan.Zero);
        Write(
            topic, At(time), At(time.AddDays(2)), At(time.AddHours(-3)), "{", At(DateTimeOffset.UnixEpoch),
            At(time.AddDays(9)));

        var run = Run(["lambda", "--topic", topic, "--group", topic, "--to", "2020-05-09", .. Live]);
        var summary = run.Json("summary").Single();
        Assert.That(summary.Id("rows"), Is.EqualTo(6));
        Assert.That(
            Parts.Sum(part => summary.Id(part)),
            Is.EqualTo(6));
        Assert.That((summary.Id("dead"), summary.Id("out_of_range")), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Lambda_Trends_AreWrittenAsEachBucketCloses()
    {
        var (topic, trends) = (NewTopic(), NewTopic());
        string[] range = ["--to", "2019-11-05", "--top", "5", "--json"];
        var path = Repository.Case("003_input.csv");
        Run("replay", "--topic", topic, path);
        var expected = ShopConsole.Run(["trends", "--each", path, .. range]).Json("trend");

        var run = Run(
            ["lambda", "--topic", topic, "--group", topic, "--trends", trends, "--idle-stop", "1s", .. range]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(expected.Select(line => line.Text("now_start")).Distinct().Count(), Is.EqualTo(3));
        Assert.That(
            Read(trends).Select(Describe), Is.EquivalentTo(expected.Select(Describe)));

        static string Describe(JsonElement trend) =>
            $"{DateTimeOffset.Parse(trend.Text("now_start")!):u} {trend.Text("direction")} {trend.Id("product_id")}";
    }

    [Test]
    public void Lambda_BucketThatCtrlCCutsShort_IsMarkedAndNotWritten()
    {
        var (topic, trends) = (NewTopic(1), NewTopic());
        Run("replay", "--topic", topic, "--partitions", "1", Repository.Case("003_input.csv"));
        using var stop = new CancellationTokenSource();
        using var error = new StoppingWriter("batch 20:", stop);

        string[] lambda = ["lambda", "--broker", _broker.BootstrapServers, "--topic", topic, "--group", topic];
        var run = ShopConsole.Run(
            error, [.. lambda, "--trends", trends, "--to", "2019-11-05", "--log", "--json"], stop.Token);
        var last = run.Json("bucket")[^1];
        Assert.That(last.GetProperty("partial").GetBoolean(), Is.True, run.Output);
        Assert.That(
            Read(trends).Select(trend => trend.GetProperty("now_start").GetDateTimeOffset()),
            Has.None.EqualTo(last.GetProperty("start").GetDateTimeOffset()));
    }

    [Test]
    public void Lambda_BucketInWhichTheReadingBegins_IsMarked()
    {
        var topic = NewTopic(1);
        var time = new DateTimeOffset(2020, 5, 1, 12, 0, 0, TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        using var error = new StoppingWriter("batch 4:", stop);
        string[] lambda = ["lambda", "--broker", _broker.BootstrapServers, "--topic", topic, "--group", topic];

        var task = Task.Run(() => ShopConsole.Run(
            error, [.. lambda, "--from-now", "--kinds", "view", "--log", "--json"], stop.Token));
        for (var day = 0; !task.IsCompleted; day++)
        {
            Write(topic, At(time.AddDays(day)));
        }

        Assert.That(
            task.Result.Json("bucket").Take(2).Select(bucket => bucket.GetProperty("partial").GetBoolean()),
            Is.EqualTo(new[] { true, false }), task.Result.Error);
    }

    [Test]
    public void Lambda_Lists_CarryTheTimeOfTheirEvent()
    {
        var (topic, lists) = (NewTopic(1), NewTopic(1));
        var time = new DateTimeOffset(2020, 5, 1, 12, 0, 0, TimeSpan.Zero);
        Write(topic, At(time), At(time.AddMinutes(5)));

        var run = Run(["lambda", "--topic", topic, "--group", topic, "--recommendations", lists, .. Live]);
        Assert.That(
            Read(lists).Select(list => list.GetProperty("event_time").GetDateTimeOffset()),
            Is.EqualTo(new[] { time, time.AddMinutes(5) }), run.Error);
        Assert.That(
            run.Json("list").Select(list => list.GetProperty("event_time").GetDateTimeOffset()),
            Is.Not.Empty.And.All.EqualTo(time.AddMinutes(5)));
    }

    [TestCase("--lists-after purchase --refresh 99d", 6)]
    [TestCase("--lists-after cart,purchase --refresh 99d", 21)]
    [TestCase("--refresh 99d", 25)]
    [TestCase("--users 3 --refresh 99d", 5)]
    public void Lambda_Lists_AreThoseThatWereAskedFor(string options, int lists)
    {
        var run = ShopConsole.Run(
            [
                "lambda", "--recommendations", "r", "--to", "2019-11-05", "--json",
                .. options.Split(' '), Repository.Case("003_input.csv"),
            ]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Json("topic").Single().Id("records"), Is.EqualTo(lists));
    }

    [Test]
    public void Lambda_UserWithoutEvents_IsSaid()
    {
        var run = ShopConsole.Run("lambda", "--users", "3,99", "--json", Repository.Case("003_input.csv"));

        Assert.That(run.Json("notice").Single().Text("text"), Does.Contain("99"));
        Assert.That(run.Json("list").Select(list => list.Id("user_id")), Is.Not.Empty.And.All.EqualTo(3));
    }

    [Test]
    public void Lambda_KindsAndScore_AreThoseOfTrends()
    {
        string[] options = ["--kinds", "view=2", "--score", "percent", "--json", Repository.Case("003_input.csv")];

        var run = ShopConsole.Run(["lambda", .. options]);
        Assert.That(run.Json("trend_report").Single().Text("score_name"), Is.EqualTo("percent change"));
        Assert.That(
            run.Json("bucket").Select(line => line.GetRawText()),
            Is.EqualTo(ShopConsole.Run(["trends", .. options]).Json("bucket").Select(line => line.GetRawText())));
    }

    [Test]
    public void Lambda_ColumnMap_ReadsSeveralEventsOfARecord()
    {
        var topic = NewTopic(1);
        var map = Path.Combine(_folder, "shop.json");
        File.WriteAllText(
            map,
            """
            {"time":"created_at","kind":"lines[*].type","kinds":{"sale":"purchase","gift":null},
             "user":"customer","item":"lines[*].sku","quantity":"lines[*].n"}
            """);
        Write(
            topic,
            """
            {"created_at":"2024-05-01T10:00Z","customer":7,
             "lines":[{"sku":"a","n":2,"type":"sale"},{"sku":"b","type":"sale"}]}
            """,
            """{"created_at":"2024-05-01T11:00Z","customer":8,"lines":[{"sku":"a","type":"sale"},{"type":"gift"}]}""",
            """{"created_at":"2024-05-01T12:00Z","customer":8,"lines":[{"sku":"a","type":"sale"},{"type":"sale"}]}""");

        var run = Run(["lambda", "--topic", topic, "--group", topic, "--columns", map, .. Live]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("row 2 of 2: lines[*].sku is missing"));
        var summary = run.Json("summary").Single();
        Assert.That(
            new[] { "rows", "events", "dead", "other_kinds" }.Select(part => summary.Id(part)),
            Is.EqualTo(new[] { 5, 3, 1, 1 }));
        Assert.That(run.Json("speed_state").Single().Id("events"), Is.EqualTo(3));
        Assert.That(run.Json("bucket").Single().GetProperty("total").GetDouble(), Is.EqualTo(3));
    }

    [Test]
    public void Lambda_OptionalFieldsThatTellNothing_AreInTheSummary()
    {
        var topic = NewTopic(1);
        Write(
            topic,
            """{"event_time":"2024-05-01T10:00Z","event_type":"view","product_id":"a","user_id":1,"price":"dear"}""",
            """{"event_time":"2024-05-01T11:00Z","event_type":"view","product_id":"a","user_id":1,"brand":"NULL"}""",
            """{"event_time":"2024-05-01T12:00Z","event_type":"view","product_id":"1.48758e+18","user_id":1}""");

        var run = Run(["lambda", "--topic", topic, "--group", topic, .. Live]);
        var summary = run.Json("summary").Single();
        Assert.That(
            new[] { "events", "unknown_fields", "unreadable_fields", "rounded_ids" }.Select(part => summary.Id(part)),
            Is.EqualTo(new[] { 3, 1, 1, 1 }), run.Error);
        Assert.That(run.Error, Does.Contain(
            "The topic: 1 field could not be read and count as unknown; the first in price 'dear'"));
        Assert.That(run.Error, Does.Contain("The topic: 1 id lost digits").And.Not.Contain("line 0"));
    }

    [Test]
    public void Lambda_ColumnOptions_HoldForTheNamesOfRxRecsToo()
    {
        var topic = NewTopic(1);
        Write(topic, """{"event_time":1714550400,"event_type":"Buy","product_id":"a","user_id":1}""");

        var run = Run([
            "lambda", "--topic", topic, "--group", topic, "--time-unit", "seconds", "--kind-map", "Buy=purchase",
            .. Live,
        ]);
        Assert.That(run.Json("summary").Single().Id("events"), Is.EqualTo(1), run.Error);
        Assert.That(run.Json("bucket").Single().Text("start"), Does.StartWith("2024-05-01"));
    }

    [Test]
    public void Lambda_ColumnsOfTwoArrays_Are2() => AssertSays(
        ExitCode.BadUsage, "different arrays", Run("lambda", "--columns", "time=a[*].t,item=b[*].i"));

    private void WriteLarge(string topic, string which)
    {
        var time = which == "skew" ? DateTimeOffset.UtcNow.AddDays(40) : new(2020, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var value = At(time) + new string(' ', which == "value" ? 262_145 : 0);
        var headers = new Headers();
        for (var i = 0; i < (which == "headers" ? 33 : 1); i++)
        {
            headers.Add("h", new byte[which == "header" ? 4097 : 1]);
        }

        using var sink = new KafkaSink<string>(_broker.Settings, new KafkaSinkOptions<string>
        {
            Topic = topic,
            Write = static (text, output) => output.Write(Encoding.UTF8.GetBytes(text)),
            KeySelector = text => text == value && which == "key" ? new byte[257] : null,
            HeadersSelector = text => text == value ? headers : null,
        });
        sink.OnNext(At(new(2020, 5, 1, 11, 0, 0, TimeSpan.Zero)));
        sink.OnNext(value);
        sink.OnCompleted();
    }
}
