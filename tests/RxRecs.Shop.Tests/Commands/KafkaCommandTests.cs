using System.Buffers;
using System.Reactive.Linq;
using System.Text;
using System.Text.Json;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>The commands that write to topics and read from them, over a broker inside the test.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed partial class KafkaCommandTests
{
    private static readonly string Case = Repository.Case("002_input.csv");
    private static EmbeddedBroker _broker = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public static void StartBroker() => _broker = EmbeddedBroker.Start();

    [OneTimeTearDown]
    public static void StopBroker() => _broker.Dispose();

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-kafka-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Lambda_AfterReplay_EveryLayerSeesEveryMessage()
    {
        var topic = NewTopic();
        var rows = Run("replay", "--topic", topic, "--json", Case).Json("replay").Single();

        var run = Run("lambda", "--topic", topic, "--group", topic, "--idle-stop", "1s", "--json");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(rows.Id("confirmed"), Is.Positive);
        Assert.That(
            run.Json("layer").Select(line => line.Id("events")), Is.All.EqualTo(rows.Id("sent")).And.Exactly(2).Items);
        Assert.That(run.Json("speed_state").Single().Id("events"), Is.EqualTo(rows.Id("sent")));
    }

    [Test]
    public void Lambda_Buckets_AreThoseOfTheFile()
    {
        var topic = NewTopic();
        Run("replay", "--topic", topic, Case);
        var expected = Buckets(ShopConsole.Run("trends", "--json", Case));

        Assert.That(expected, Is.Not.Empty);
        Assert.That(Buckets(ShopConsole.Run("lambda", "--json", Case)), Is.EqualTo(expected));
        Assert.That(
            Buckets(Run("lambda", "--topic", topic, "--group", topic, "--idle-stop", "1s", "--json")),
            Is.EqualTo(expected));

        static IEnumerable<string> Buckets(ShopConsole run) => run.Json("bucket").Select(line => line.GetRawText());
    }

    [Test]
    public void Lambda_WithState_GoesOnWhereItStood()
    {
        var topic = NewTopic();
        string[] lambda = [
            "lambda", "--topic", topic, "--group", topic, "--idle-stop", "1s", "--state", _folder, "--json"];
        Run("replay", "--topic", topic, Case);
        var first = Run(lambda);
        Run("replay", "--topic", topic, Case);

        var second = Run(lambda);
        Assert.That(second.ExitCode, Is.Zero, second.Error);
        var received = first.Json("layer").Single(line => line.Text("layer") == "speed").Id("events");
        Assert.That(
            second.Json("layer").Single(line => line.Text("layer") == "speed").Id("events"), Is.EqualTo(received));
        Assert.That(second.Json("speed_state").Single().Id("events"), Is.EqualTo(2 * received));
    }

    [Test]
    public void Lambda_CtrlC_IsWhatIsKnownAnd130()
    {
        var topic = NewTopic();
        Run("replay", "--topic", topic, Case);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var run = Run(stop.Token, "lambda", "--topic", topic, "--group", topic, "--json");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted), run.Error);
        Assert.That(run.Json("summary").Single().GetProperty("interrupted").GetBoolean(), Is.True);
    }

    [Test]
    public void Lambda_CtrlCAmidMessages_CountsWhatIsHeldToo()
    {
        var topic = NewTopic();
        Run("replay", "--topic", topic, Case);
        using var stop = new CancellationTokenSource();
        using var error = new StoppingWriter("batch 5:", stop);

        string[] lambda = ["lambda", "--broker", _broker.BootstrapServers, "--topic", topic, "--group", topic];
        var run = ShopConsole.Run(error, [.. lambda, "--log", "--json"], stop.Token);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted), run.Error);
        var summary = run.Json("summary").Single();
        Assert.That(summary.Id("rows"), Is.GreaterThanOrEqualTo(5));
        Assert.That(summary.Id("held"), Is.Positive, "the newest event waits for later ones");
        AssertAddsUp(run);
    }

    [Test]
    public void Lambda_CtrlCBeforeATrendIsKnown_WritesThoseThatAreKnownThen()
    {
        var (topic, trends) = (NewTopic(partitions: 1), NewTopic());
        var sent = Run("replay", "--topic", topic, "--json", Repository.Case("003_input.csv"))
            .Json("replay").Single().Id("sent");
        using var stop = new CancellationTokenSource();
        using var error = new StoppingWriter($"batch {sent}:", stop);

        string[] lambda = ["lambda", "--broker", _broker.BootstrapServers, "--topic", topic, "--group", topic];
        var run = ShopConsole.Run(
            error, [.. lambda, "--trends", trends, "--to", "2019-11-05", "--log", "--json"], stop.Token);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted), run.Error);
        Assert.That(run.Json("trend"), Is.Not.Empty);
        Assert.That(Read(trends), Is.Not.Empty);
    }

    [Test]
    public void Sinks_CtrlCWhileTheBrokerIsGone_GiveUpSoon()
    {
        using var stop = new CancellationTokenSource();
        var gone = EmbeddedBroker.Start();
        gone.CreateTopic("dead", 1);
        using var session = BrokerSession.Open(gone.Settings);
        using var sinks = new ResultSinks(session, null, null, "dead", stop.Token);
        sinks.Connect();
        gone.Dispose();
        sinks.DeadLetters!.OnNext(new DeadLetter(1, "reason", "raw"));

        var completed = Task.Run(sinks.Complete);
        stop.Cancel();

        Assert.That(
            () => completed.WaitAsync(TimeSpan.FromSeconds(30)),
            Throws.InstanceOf<KafkaFailureException>().With.Message.Contains("'dead'"));
    }

    [Test]
    public void Lambda_Log_NumbersEachMessageOfEachLayer()
    {
        var run = ShopConsole.Run("lambda", "--log", "--json", Case);

        var received = run.Json("layer").First().Id("events");
        Assert.That(run.Error, Does.Contain($"batch {received}: ").And.Contain($"speed {received}: "));
    }

    [Test]
    public void Lambda_Results_GoToTopics()
    {
        var run = ShopConsole.Run(
            "lambda", "--trends", "t", "--recommendations", "r", "--to", "2019-11-05", "--refresh", "7d", "--json",
            Repository.Case("003_input.csv"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var records = run.Json("topic").ToDictionary(line => line.Text("topic")!, line => line.Id("records"));
        Assert.That(records["t"], Is.GreaterThan(run.Json("trend").Count), "those of the last bucket");
        Assert.That(records["r"], Is.EqualTo(25), "a list after each event");
    }

    [Test]
    public void Lambda_DeadLetters_GoToTheirTopicOnce()
    {
        var (topic, dead) = (NewTopic(), NewTopic());
        var sent = Run("replay", "--topic", topic, "--json", Case).Json("replay").Single().Id("sent");
        var now = DateTimeOffset.UtcNow;
        Write(topic, "{", At(now.AddDays(29)), At(now.AddDays(31)), At(DateTimeOffset.UnixEpoch));
        string[] lambda = [
            "lambda", "--topic", topic, "--group", topic, "--dead-letters", dead, "--idle-stop", "1s", "--json"];

        var first = Run(lambda);
        var second = Run(lambda);
        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(Written(first), Is.EqualTo(3));
        Assert.That(Written(second), Is.Zero, "the speed layer goes on behind them");
        Assert.That(
            Read(dead).Select(letter => letter.Text("reason")),
            Has.Exactly(3).Items.And.One.Contains("ahead of the clock").And.One.Contains("is before 2000")
                .And.One.Contains("JSON"));
        foreach (var summary in new[] { first, second }.Select(run => run.Json("summary").Single()))
        {
            Assert.That((summary.Id("events"), summary.Id("dead"), summary.Id("late")), Is.EqualTo((sent + 1, 3, 0)));
        }

        long Written(ShopConsole run) => run.Json("topic").Single(line => line.Text("topic") == dead).Id("records");
    }

    [Test]
    public void Lambda_DeadLettersOfAFile_GoToTheirTopic()
    {
        var path = Path.Combine(_folder, "input.csv");
        File.WriteAllLines(path, [.. File.ReadAllLines(Case), "2019-11-01 00:00:00 UTC,fly,1,1,,,1.00,5,s"]);

        var run = ShopConsole.Run("lambda", "--dead-letters", "dead", "--json", path);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Json("topic").Single().Id("records"), Is.EqualTo(1));
        Assert.That(run.Json("summary").Single().Id("dead"), Is.EqualTo(1));
    }

    [Test]
    public void Lambda_TrendsThatCannotBeWritten_ArePrintedAllTheSameAndSoon()
    {
        // Of several partitions, those that come first would wait for the others, and for the one that is stopped at.
        var broker = EmbeddedBroker.Start();
        broker.CreateTopic("events", 1);
        broker.CreateTopic("trends", 1);
        string[] connection = ["--broker", broker.BootstrapServers, "--json"];
        var sent = ShopConsole
            .Run(["replay", "--topic", "events", Repository.Case("003_input.csv"), .. connection])
            .Json("replay").Single().Id("sent");
        using var stop = new CancellationTokenSource();
        using var gone = stop.Token.Register(broker.Dispose);
        using var error = new StoppingWriter($"batch {sent}:", stop);

        string[] lambda = ["lambda", "--topic", "events", "--trends", "trends", "--to", "2019-11-05", "--log"];
        var task = Task.Run(() => ShopConsole.Run(error, [.. lambda, .. connection], stop.Token));
        Assert.That(task.Wait(TimeSpan.FromSeconds(45)), Is.True, "a sink that is not told waits for a minute");
        AssertSays(ExitCode.BadInput, "'trends'", task.Result);
        Assert.That(task.Result.Json("bucket"), Is.Not.Empty);
        Assert.That(task.Result.Json("layer"), Has.Count.EqualTo(2));
    }

    // Without a broker at the address it would say that first.
    [TestCase("replay")]
    [TestCase("demo")]
    [TestCase("sessions")]
    public void File_Missing_IsSaidBeforeABrokerIsAsked(string command) =>
        AssertSays(ExitCode.BadInput, "no such file", ShopConsole.Run(command, "--broker", "127.0.0.1:9", "no.csv"));

    [Test]
    public void Connection_ThatIsNotEncrypted_IsWarnedOf()
    {
        var run = ShopConsole.Run("demo", "--broker", "192.0.2.1:9092", "no.csv");

        AssertSays(ExitCode.BadInput, "neither encrypted nor authenticated", run);
    }

    [Test]
    public void Sessions_TwoMessagesPerUser()
    {
        var run = Run("sessions", "--topic", NewTopic(), "--count", "2", "--json", Case);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var sessions = run.Json("new_session");
        var recommended = sessions.Count(
            line => line.GetProperty("recommended_item").ValueKind == JsonValueKind.Number);
        Assert.That(sessions, Has.Count.EqualTo(2));
        Assert.That(run.Json("topic").Single().Id("records"), Is.EqualTo(2 + recommended));
    }

    [Test]
    public void Lambda_NoSuchTopic_LeavesNoOtherBehind()
    {
        var missing = $"nowhere-{Guid.NewGuid():n}";

        var run = Run("lambda", "--topic", missing, "--trends", $"{missing}-trends", "--idle-stop", "1s");

        // The broker of the test makes no topics for clients: to try it is another error than to find none.
        AssertSays(ExitCode.BadInput, $"Topic '{missing}' does not exist", run);
        Assert.That(run.Error, Does.Not.Contain("-trends"));
    }

    [Test]
    public void Lambda_NoSuchTopic_Is1() => AssertSays(
        ExitCode.BadInput, "nowhere", Run("lambda", "--topic", $"nowhere-{Guid.NewGuid():n}", "--idle-stop", "1s"));

    [TestCase("replay", "--broker")]
    [TestCase("lambda --broker localhost:9 --from-now --from-beginning", "Give one of")]
    [TestCase("lambda --topic a/b", "a/b")]
    [TestCase("lambda --broker localhost:9 some.csv", "replay")]
    [TestCase("lambda --broker localhost:9 --speed x60", "--speed")]
    [TestCase("lambda --idle-stop soon", "soon")]
    [TestCase("lambda --state folder", "--broker")]
    [TestCase("lambda --from-now", "--from-now: needs --broker")]
    [TestCase("lambda --from-time 2020-01-01", "--from-time: needs --broker")]
    [TestCase("lambda --idle-stop 1s", "--idle-stop: needs --broker")]
    [TestCase("demo --group-protocol fast", "fast")]
    [TestCase("replay --broker localhost:9 --share 2", "--share")]
    [TestCase("replay --broker localhost:9 --topic t --dead-letters t", "--dead-letters: 't'")]
    [TestCase("lambda --broker localhost:9 --topic t --dead-letters t", "--dead-letters: 't'")]
    [TestCase("lambda --recommendations user_activities", "--recommendations: 'user_activities'")]
    public void CommandLine_ThatMakesNoSense_Is2(string line, string named) =>
        AssertSays(ExitCode.BadUsage, named, ShopConsole.Run(line.Split(' ')));

    [Test]
    public void Config_WithoutABroker_TakesThatOfTheCommandLine()
    {
        var path = Path.Combine(_folder, "client.properties");
        File.WriteAllText(path, "client.id=shop\n");

        var run = Run("replay", "--topic", NewTopic(), "--kafka-config", path, Case);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    [Test]
    public void Config_UnknownProperty_Is2()
    {
        var path = Path.Combine(_folder, "kafka.properties");
        File.WriteAllText(path, "bootstrap.servers=localhost:9\nbootstrap.server=x\n");

        AssertSays(ExitCode.BadUsage, "bootstrap.server", ShopConsole.Run("lambda", "--kafka-config", path));
    }

    private static void AssertSays(int exitCode, string text, ShopConsole run)
    {
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(run.Error, Does.Contain(text).And.Not.Contain("   at "));
    }

    private static string At(DateTimeOffset time) =>
        $$"""{"event_time":"{{time.UtcDateTime:O}}","event_type":"view","product_id":1,"user_id":2}""";

    private void Write(string topic, params string[] records)
    {
        using var sink = new KafkaSink<string>(_broker.Settings, new KafkaSinkOptions<string>
        {
            Topic = topic,
            Write = static (text, output) => output.Write(Encoding.UTF8.GetBytes(text)),
        });
        foreach (var record in records)
        {
            sink.OnNext(record);
        }

        sink.OnCompleted();
    }

    private IEnumerable<JsonElement> Read(string topic) => KafkaSource
        .FromTopics(
            _broker.Settings,
            new KafkaSourceOptions
            {
                Topics = [topic],
                Start = KafkaStart.Beginning,
                End = KafkaEnd.EndOfTopic,
            },
            RecordParser.From(record => JsonDocument.Parse(record.Message.Value).RootElement))
        .ToEnumerable()
        .Select(record => record.Value);

    private ShopConsole Run(params string[] args) => Run(CancellationToken.None, args);

    private ShopConsole Run(CancellationToken stop, params string[] args) =>
        ShopConsole.Run(stop, [.. args, "--broker", _broker.BootstrapServers]);

    private string NewTopic(int partitions = 4)
    {
        var topic = $"shop-{Guid.NewGuid():n}";
        _broker.CreateTopic(topic, partitions);
        return topic;
    }

    // Presses Ctrl-C at a line.
    private sealed class StoppingWriter(string start, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
            {
                stop.Cancel();
            }
        }
    }
}
