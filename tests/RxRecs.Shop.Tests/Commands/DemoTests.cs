using RxRecs.Kafka.RealBroker;
using RxRecs.Machines;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>The demo finds what its shop has hidden.</summary>
[TestFixture]
[Parallelizable]
public sealed class DemoTests
{
    private readonly Lazy<ShopConsole> _demo = new(() => ShopConsole.Run("demo", "--json"));

    [Test]
    public void Demo_WithoutCommand_IsTheDemoInTablesWithTheSameHash()
    {
        var hash = _demo.Value.Json("result_hash").Single().Text("sha256");

        var run = ShopConsole.Run();
        Assert.That(run.Output, Does.Contain("Made to rise").And.Contain("Next: "));
        Assert.That(run.Output, Does.EndWith($"Hash of all results: {hash}\n"));
    }

    [Test]
    [Category("Broker")]
    [Category("Slow")]
    public void Demo_OverARealBroker_GivesTheSameHashAndLeavesNothingBehind()
    {
        using var cluster = KafkaCluster.Start();

        var run = ShopConsole.Run("demo", "--json", "--broker", cluster.BootstrapServers);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.Json("result_hash").Single().Text("sha256"),
            Is.EqualTo(_demo.Value.Json("result_hash").Single().Text("sha256")));
        Assert.That(cluster.Run("topics", "--list"), Does.Not.Contain("user_activities"));
    }

    [Test]
    public void Demo_LateAndBrokenRows_AreThoseThatWereMade()
    {
        var settings = new ShopSettings();
        using var generator = new ShopGenerator(settings);
        var rows = new System.Buffers.ArrayBufferWriter<byte>();
        while (generator.WriteNext(rows))
        {
            rows.ResetWrittenCount();
        }

        var summary = _demo.Value.Json("summary").Single();
        Assert.That(
            (summary.Id("rows"), summary.Id("late"), summary.Id("dead")),
            Is.EqualTo((settings.Rows, generator.Tally.Late, generator.Tally.Broken)));
    }

    [Test]
    public void Demo_Fashions_AreAmongTheTrends()
    {
        using var generator = new ShopGenerator(new ShopSettings());
        var trends = _demo.Value.Json("trend").ToLookup(line => line.Text("direction"), line => line.Id("product_id"));

        Assert.That(generator.Fashions.Rising, Is.SubsetOf(trends["rising"]));
        Assert.That(generator.Fashions.Falling, Is.SubsetOf(trends["falling"]));
    }

    [Test]
    public void Demo_EveryLayer_SeesEveryEvent()
    {
        var events = _demo.Value.Json("summary").Single().Id("events");

        Assert.That(
            _demo.Value.Json("layer").Select(line => line.Id("events")), Is.All.EqualTo(events).And.Exactly(4).Items);
    }

    [Test]
    public void Demo_Recommender_BeatsPopularity()
    {
        var overall = _demo.Value.Json("evaluation")
            .Where(line => line.Text("scope") == "all events")
            .ToDictionary(line => line.Text("recommender")!);

        Assert.That(
            overall["shop"].Number("hit_rate"), Is.GreaterThan(2 * overall["popular"].Number("hit_rate")!.Value));
        Assert.That(
            _demo.Value.Json("comparison").Select(each => each.GetProperty("significant").GetBoolean()),
            Is.All.True.And.Exactly(3).Items);
    }

    [Test]
    public void Demo_Topics_HoldEveryRow()
    {
        var (summary, topics) = (
            _demo.Value.Json("summary").Single(),
            _demo.Value.Json("topic").ToDictionary(line => line.Text("topic")!, line => line.Id("records")));

        Assert.That(topics["user_activities"], Is.EqualTo(summary.Id("events") + summary.Id("late")));
        Assert.That(topics["dead_letters"], Is.EqualTo(summary.Id("dead")));
        Assert.That((topics["trends"], topics["recommendations"]), Is.EqualTo((10, 2038)));
    }

    [Test]
    public void Demo_CtrlC_IsWhatIsKnownAnd130()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var run = ShopConsole.Run(stop.Token, "demo", "--json", Repository.Case("002_input.csv"));

        Assert.That(run.ExitCode, Is.EqualTo(Output.ExitCode.Interrupted), run.Error);
    }

    [Test]
    public void Demo_Output_IsTheSameEveryTime()
    {
        string[] firstDay = ["demo", "--json", "--to", "2026-03-03"];

        var again = ShopConsole.Run(firstDay);
        Assert.That(ShopConsole.Run(firstDay).Output, Is.EqualTo(again.Output));
    }
}
