using System.Diagnostics;
using Confluent.Kafka.Admin;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Every way to read, side by side over the same records for a long time, with one trouble after another: in the end,
/// and after each trouble, all have seen what a plain loop sees.
/// </summary>
[Category("Broker")]
public sealed class SoakTests
{
    private const int MostPartitions = 8;
    private const string FastSessions =
        "group.consumer.session.timeout.ms=6000;group.consumer.heartbeat.interval.ms=500;"
        + "group.consumer.min.session.timeout.ms=6000;group.consumer.min.heartbeat.interval.ms=100";

    private static readonly TimeSpan BeforeBrokerIsLookedAt = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, List<TimeSpan>> _recoveries = [];
    private readonly SteppedClock _clock = new();
    private Random _random = null!;
    private KafkaCluster _cluster = null!;
    private SoakWriter _writer = null!;
    private int _unreadable;
    private int _mended;
    private List<SoakGroup> _groups = null!;

    /// <summary>As many troubles as a minute has room for; a new seed each time, so it is run by name.</summary>
    [Explicit]
    [Category("Long")]
    [Test]
    public void AllModes_TroublesForAMinute_AllSeeWhatAPlainLoopSees() => Soak(TimeSpan.FromMinutes(1), TimeSpan.Zero);

    /// <summary>Half an hour, or as many minutes as the run's parameter <c>minutes</c> says.</summary>
    [Explicit]
    [Category("Long")]
    [Test]
    public void AllModes_ATroubleEvery20Seconds_AllSeeWhatAPlainLoopSees() =>
        Soak(TimeSpan.FromMinutes(TestContext.Parameters.Get("minutes", 30)), TimeSpan.FromSeconds(20));

    private void Soak(TimeSpan length, TimeSpan between)
    {
        var seed = Random.Shared.Next();
        _random = new Random(seed);
        TestContext.Progress.WriteLine($"seed {seed}");
        using (_cluster = KafkaCluster.Start(extra: FastSessions))
        using (_writer = new SoakWriter(_cluster))
        {
            _groups = [.. SoakKind.All.Select(each => new SoakGroup(each, _cluster, _writer, _clock))];
            try
            {
                _groups.ForEach(static each => each.Add());
                Run(length, between);
                AwaitAll("the end");
            }
            finally
            {
                _groups.ForEach(static each => each.Dispose());
                Tell();
            }
        }
    }

    private void Run(TimeSpan length, TimeSpan between)
    {
        var troubles = new (string Name, Action Action)[]
        {
            ("broker killed and restarted", Kill),
            ("broker hung", Pause),
            ("partitions added", Grow),
            ("topics made anew", MakeAnew),
            ("junk and tombstones", () => _writer.WriteJunk(_random.Next(1, 200))),
            ("members joined and left", Rebalance),
            ("readers restarted", Restart),
            ("handlers slow", () => _groups.ForEach(static each => each.SlowDown(TimeSpan.FromSeconds(5)))),
            ("one record took 8 s", () => _groups.ForEach(static each => each.Block())),
            ("late events", () => _writer.Write(_random.Next(1, 200), -TimeSpan.FromHours(2))),
            ("events of the year to come", () => _writer.Write(20, TimeSpan.FromDays(365), isRefused: true)),
            ("clock set by 2 h", () => _clock.Set(TimeSpan.FromHours(_random.Next(-1, 2) * 2))),
        };
        _random.Shuffle(troubles);
        AwaitAll("start");
        var watch = Stopwatch.StartNew();
        for (var n = 0; watch.Elapsed < length; n++)
        {
            var next = watch.Elapsed + between;
            var (name, action) = troubles[n < troubles.Length ? n : _random.Next(troubles.Length)];
            action();
            AwaitAll(name);
            TestContext.Progress.WriteLine(
                $"{watch.Elapsed:mm\\:ss} {name}: {_recoveries[name][^1].TotalSeconds:0.0} s");
            if (next > watch.Elapsed)
            {
                Thread.Sleep(next - watch.Elapsed);
            }
        }
    }

    private void AwaitAll(string name, bool mayBeMissing = false)
    {
        var watch = Stopwatch.StartNew();
        _writer.Hold(() =>
        {
            if (!Eventually.Is(() => AreComplete(mayBeMissing), BeforeBrokerIsLookedAt))
            {
                MendBroker(name);
            }

            Assert.That(
                Eventually.Is(() => AreComplete(mayBeMissing), Eventually.Patience),
                Is.True,
                () => $"after {name}: {string.Join('\n', _groups.Where(static each => !each.IsComplete()))}\n"
                    + $"The broker's log {_cluster.KeepLog()}: {string.Join('\n', _cluster.UnreadableGroups())}");
            _groups.ForEach(static each => each.AssertExact());
        });
        if (!_recoveries.TryGetValue(name, out var recoveries))
        {
            _recoveries[name] = recoveries = [];
        }

        recoveries.Add(watch.Elapsed);
    }

    // A broker that cannot read its groups back serves none of them, however often it starts. Whoever watches over it
    // takes what it knows of groups from it: members join anew, and read on from a store, or from the beginning. It is
    // told, and another fault is not mended by it.
    private void MendBroker(string trouble)
    {
        var unreadable = _cluster.UnreadableGroups();
        if (unreadable.Count == _unreadable)
        {
            return;
        }

        _unreadable = unreadable.Count;
        TestContext.Progress.WriteLine(
            $"after {trouble} the broker could not read groups, which are taken from it: {string.Join('\n', unreadable)}");
        _mended++;
        _cluster.Stop();
        _cluster.ForgetGroups();
        _cluster.Restart();
    }

    private bool AreComplete(bool mayBeMissing)
    {
        _groups.ForEach(each => each.Look(mayBeMissing));
        return _groups.TrueForAll(static each => each.IsComplete());
    }

    private void Kill()
    {
        _cluster.Kill();
        Thread.Sleep(_random.Next(4_000));
        _cluster.Restart();
    }

    private void Pause()
    {
        _cluster.Pause();
        Thread.Sleep(_random.Next(1_000, 12_000));
        _cluster.Resume();
    }

    private void Grow() => _writer.Hold(() =>
    {
        if (_writer.Partitions == MostPartitions)
        {
            return;
        }

        var partitions = _writer.Partitions + 1;
        _cluster.Grow(_writer.Growing, partitions);
        _writer.Renew(partitions);
    });

    // What of a topic nobody has read yet is gone with it: that has to be read before.
    private void MakeAnew()
    {
        _writer.Hold(() =>
        {
            Assert.That(Eventually.Is(() => AreComplete(false), Eventually.Patience), Is.True, "all was read");
            MakeAnew(_writer.Growing, _writer.Partitions);
            MakeAnew(_writer.Fixed, SoakWriter.FixedPartitions);
            _writer.Reset();
            _writer.Renew(_writer.Partitions);
        });
        _writer.Write(100, TimeSpan.Zero);
        AwaitAll("topics made anew, until all have begun anew", mayBeMissing: true);
    }

    private void MakeAnew(string topic, int partitions)
    {
        using var topics = new KafkaTopics(_cluster.Settings);
        Assert.That(topics.DeleteAsync(topic).GetAwaiter().GetResult(), Is.True);
        using var admin = PlainClient.Admin(_cluster.Settings);
        Assert.That(
            Eventually.Is(
                () =>
                {
                    try
                    {
                        admin.CreateTopicsAsync([new() { Name = topic, NumPartitions = partitions }]).Wait();
                        return true;
                    }
                    catch (AggregateException error) when (error.InnerException is CreateTopicsException)
                    {
                        return false;
                    }
                },
                Eventually.Patience),
            Is.True);
    }

    private void Rebalance()
    {
        var groups = _groups.FindAll(static each => each.HasGroup);
        groups.ForEach(static each => each.Add());
        Thread.Sleep(_random.Next(6_000));
        groups.ForEach(static each => each.Leave());
    }

    private void Restart()
    {
        foreach (var each in _groups)
        {
            each.Leave();
            each.Add();
        }
    }

    private void Tell()
    {
        foreach (var (name, recoveries) in _recoveries)
        {
            TestContext.Out.WriteLine(
                $"{name}: {recoveries.Count} times, all read after {recoveries.Max().TotalSeconds:0.0} s at the most");
        }

        TestContext.Out.WriteLine($"{_mended} times groups were taken from the broker, since it could not read them");
        TestContext.Out.WriteLine($"{_writer.Count} records");
        _groups.ForEach(static each => TestContext.Out.WriteLine(each));
    }
}
