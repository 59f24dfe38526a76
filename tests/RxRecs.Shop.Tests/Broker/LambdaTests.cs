using RxRecs.Kafka.RealBroker;

namespace RxRecs.Shop.Tests.Broker;

/// <summary>Both layers of <c>lambda</c> over a real broker see what a file of the same events holds.</summary>
[TestFixture]
[Parallelizable]
[Category("Broker")]
public sealed class LambdaTests
{
    private static readonly string Case = Repository.Case("002_input.csv");
    private KafkaCluster _cluster = null!;

    [OneTimeSetUp]
    public void Start() => _cluster = KafkaCluster.Start();

    // Where there is no broker, the tests are ignored and there is nothing to wipe.
    [OneTimeTearDown]
    public void Wipe() => _cluster?.Dispose();

    [Test]
    public void Lambda_OverARealBroker_CountsAndTrendsAreThoseOfTheFile()
    {
        string[] topic = ["--broker", _cluster.BootstrapServers, "--topic", "shop-events"];
        var sent = ShopConsole.Run(["replay", .. topic, "--json", Case]).Json("replay").Single().Id("sent");

        var run = ShopConsole.Run(["lambda", .. topic, "--group", "lambda", "--idle-stop", "3s", "--json"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Json("layer").Select(line => line.Id("events")), Is.All.EqualTo(sent).And.Exactly(2).Items);
        Assert.That(Buckets(run), Is.Not.Empty);
        Assert.That(Buckets(run), Is.EqualTo(Buckets(ShopConsole.Run("trends", "--json", Case))));

        static IEnumerable<string> Buckets(ShopConsole run) => run.Json("bucket").Select(line => line.GetRawText());
    }
}
