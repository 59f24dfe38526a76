using System.Diagnostics;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A broker that is killed, hangs or is started again under load: what is read and written goes on by itself within
/// 30 s of its return, nothing is lost, and whoever listens is told.
/// </summary>
[Category("Broker")]
[Category("Outage")]
public sealed class OutageTests
{
    private static readonly TimeSpan Limit = Eventually.Patience;

    [Category("Slow")]
    [Test]
    public Task Load_BrokerKilledAndRestarted_GoesOn() => Run(nodes: 1, seconds: 0, rounds: 2, Restart);

    [Explicit]
    [Category("Long")]
    [Test]
    public Task Load_BrokerKilledAndRestartedTwentyTimes_GoesOn() => Run(nodes: 1, seconds: 0, rounds: 20, Restart);

    [Explicit]
    [Category("Long")]
    [TestCase(1)]
    [TestCase(3)]
    public Task Load_BrokerHangs_GoesOn(int nodes) => Run(nodes, seconds: 20, rounds: 2, (cluster, hold) =>
    {
        cluster.Pause();
        hold();
        cluster.Resume();
    });

    [Explicit]
    [Category("Long")]
    [Test]
    public Task Load_OneOfThreeKilled_GoesOnWithoutIt() => Run(nodes: 3, seconds: 10, rounds: 3, (cluster, hold) =>
    {
        cluster.Kill();
        hold();
        cluster.Restart();
    });

    [TestCase(KafkaGroupProtocol.Classic, Explicit = true, Category = "Long")]
    [TestCase(KafkaGroupProtocol.Consumer, Category = "Slow")]
    public async Task Run_CancelledWhileTheBrokerIsGone_EndsSoon(KafkaGroupProtocol protocol)
    {
        using var cluster = KafkaCluster.StartToHarm(extra: SharedCluster.FastSessions);
        using var load = new Load(cluster, protocol);
        await load.Moves(Limit);
        cluster.Kill();
        var watch = Stopwatch.StartNew();
        load.Cancel();

        await load.Reading.WaitAsync(Limit);
        var closed = watch.Elapsed;
        load.Dispose();
        await TestContext.Progress.WriteLineAsync(
            $"{protocol}: closed in {closed.TotalSeconds:0.0} s, the sinks in another "
            + $"{(watch.Elapsed - closed).TotalSeconds:0.0} s"
            + $"\n{load.Notices}");
    }

    private static void Restart(KafkaCluster cluster, Action hold)
    {
        cluster.Kill();
        hold();
        cluster.Restart();
    }

    private static async Task Run(int nodes, int seconds, int rounds, Action<KafkaCluster, Action> harm)
    {
        using var cluster = KafkaCluster.StartToHarm(nodes, SharedCluster.FastSessions);
        using var load = new Load(cluster, KafkaGroupProtocol.Consumer);
        await load.Moves(Limit);
        for (var round = 1; round <= rounds; round++)
        {
            load.TakeLongestSilence();
            var watch = Stopwatch.StartNew();
            harm(cluster, () => Thread.Sleep(TimeSpan.FromSeconds(seconds)));
            var back = watch.Elapsed;
            await load.Moves(Limit);
            await TestContext.Progress.WriteLineAsync(
                $"round {round}: back after {back.TotalSeconds:0.0} s, all goes on "
                + $"{(watch.Elapsed - back).TotalSeconds:0.0} s later; "
                + $"longest silence {load.TakeLongestSilence().TotalSeconds:0.0} s");
        }

        await TestContext.Progress.WriteLineAsync(await load.FinishAsync(Limit));
        await TestContext.Progress.WriteLineAsync(load.Notices);
    }
}
