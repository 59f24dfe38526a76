using System.Diagnostics;
using System.Reactive;
using System.Reactive.Linq;
using System.Runtime.InteropServices;
using RxRecs.Kafka.Embedded;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>The client library's threads end with the runs that they belong to, however these end.</summary>
[NonParallelizable]
public sealed partial class NothingLeftBehindTests
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    static NothingLeftBehindTests() => ClientLibrary.Redirect(typeof(NothingLeftBehindTests).Assembly);

    [Test]
    public void Runs_EndInEachWay_LeaveNoThreadOfTheClient()
    {
        var before = ClientThreads();
        using (var broker = EmbeddedBroker.Start())
        {
            Assert.That(ClientThreads(), Is.GreaterThan(before), "counted in another build of the library");
            broker.CreateTopic("events", 2);
            TestTopic.WriteNumbers(broker.Settings, "events", 2, 100);
            var options = TestTopic.FromBeginningToEnd("events");
            var pipelines = new KafkaPipelineOptions
            {
                Topics = ["events"],
                Start = KafkaStart.Beginning,
                End = KafkaEnd.EndOfTopic,
                Name = "pipelines",
                Store = new InMemorySnapshotStore(),
            };
            for (var run = 0; run < 5; run++)
            {
                _ = KafkaSource.FromTopics(broker.Settings, options, TestTopic.Numbers).ToList().Wait();
                _ = KafkaSource.FromTopics(broker.Settings, options, TestTopic.Numbers).Take(3).ToList().Wait();
                Assert.That(
                    () => KafkaSource.RunPartitions<int, int>(
                        broker.Settings, pipelines, TestTopic.Numbers, _ => throw new InvalidDataException()).Wait(),
                    Throws.TypeOf<InvalidDataException>());
                Assert.That(
                    () => KafkaSource
                        .FromTopics(broker.Settings, options with { Topics = ["none"] }, TestTopic.Numbers)
                        .Wait(),
                    Throws.TypeOf<KafkaFailureException>());
            }
        }

        Assert.That(
            Eventually.Is(() => ClientThreads() <= before, Patience),
            Is.True,
            $"{ClientThreads()} threads, {before} before");
    }

    /// <summary>The client waits for its coordinator. Destroyed without being closed, one of the classic protocol would
    /// go on to wait for long, and keep a processor busy.</summary>
    [Test]
    [Category("Slow")]
    public void Member_IsReplacedAfterAnOutage_ItsOldClientEndsWithTheRun([Values] KafkaGroupProtocol protocol)
    {
        var before = ClientThreads();
        using (var broker = EmbeddedBroker.Start())
        {
            ReplaceClient(broker, protocol);
        }

        Assert.That(
            Eventually.Is(() => ClientThreads() <= before, Patience),
            Is.True,
            $"{ClientThreads()} threads, {before} before");
    }

    /// <summary>The loop stands still while it joins, and is stopped before it has taken its partitions. The client
    /// library revokes them while it is closed, and would wait for ever for its own answer now and then.</summary>
    [Test]
    [Category("Slow")]
    public void Member_IsStoppedBeforeItTakesItsPartitions_IsClosedAtOnce([Values] KafkaGroupProtocol protocol)
    {
        var before = ClientThreads();
        using (var broker = EmbeddedBroker.Start())
        {
            broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
            broker.Faults.SetInitialRebalanceDelay(TimeSpan.FromMilliseconds(300));
            broker.CreateTopic("events", 2);
            Parallel.For(
                0,
                60,
                new ParallelOptions { MaxDegreeOfParallelism = 12 },
                i => StopBeforeAssignment(broker, $"group {i}", protocol));
        }

        Assert.That(Eventually.Is(() => ClientThreads() <= before, Patience), Is.True, $"{ClientThreads()} threads");
    }

    [Test]
    public void EmbeddedBroker_TwentyRounds_LeaveNoThreadsOrHandles()
    {
        Round();
        var (threads, handles) = (Threads(), Handles());
        for (var i = 0; i < 20; i++)
        {
            Round();
        }

        Assert.That(
            Eventually.Is(() => Threads() <= threads + 2 && Handles() <= handles + 4, Patience),
            Is.True,
            $"{Threads()} threads and {Handles()} handles, {threads} and {handles} before");

        static void Round()
        {
            using var broker = EmbeddedBroker.Start(3);
            broker.CreateTopic("events", 2);
            using var producer = PlainClient.Producer(broker.BootstrapServers);
            PlainClient.Produce(producer, "events", 10);
        }
    }

    private static void StopBeforeAssignment(EmbeddedBroker broker, string group, KafkaGroupProtocol protocol)
    {
        using var clock = new HaltingClock();
        using var isAssigned = new ManualResetEventSlim();
        var debugging = broker.Settings with { Client = new Dictionary<string, string> { ["debug"] = "cgrp" } };
        using var reader = new NumberReader(ReadingMode.FromTopics, debugging, new()
        {
            Topics = ["events"],
            Start = KafkaStart.Beginning,
            Group = group,
            GroupProtocol = protocol,
            TimeProvider = clock,
            Notices = Observer.Create<KafkaNotice>(notice =>
            {
                if (notice.Text.StartsWith("Kafka debug: SUBSCRIBE:", StringComparison.Ordinal))
                {
                    clock.Halt();
                }
                else if (notice.Text.Contains("delegating incremental assign", StringComparison.Ordinal))
                {
                    isAssigned.Set();
                }
            }),
        });
        Assert.That(isAssigned.Wait(Patience), Is.True, reader.ToString());
        reader.Stop();
        clock.GoOn();
        Assert.That(reader.End.Wait(Patience), Is.True, reader.ToString());
        Assert.That(reader.HasHeard("The broker does not answer"), Is.False, reader.ToString());
    }

    // The member stands still for longer than it may, while no broker answers.
    private static void ReplaceClient(EmbeddedBroker broker, KafkaGroupProtocol protocol)
    {
        broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        broker.Faults.SetGroupSession(TimeSpan.FromSeconds(1.5));
        broker.CreateTopic("events", 2);
        TestTopic.WriteNumbers(broker.Settings, "events", 2, 100);
        using var clock = new HaltingClock();
        using var reader = new NumberReader(ReadingMode.FromTopics, broker.Settings, new()
        {
            Topics = ["events"],
            Start = KafkaStart.Beginning,
            Group = "group",
            GroupProtocol = protocol,
            SessionTimeout = TimeSpan.FromSeconds(1.5),
            MaxPollInterval = TimeSpan.FromSeconds(2),
            TimeProvider = clock,
        });
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);
        clock.Halt();
        reader.Reaches(_ => clock.IsHalted);
        broker.Faults.SetDown();
        reader.Reaches(static each => each.HasHeard("Kafka warning: MAXPOLL"));
        broker.Faults.SetUp();
        clock.GoOn();
        TestTopic.WriteNumbers(broker.Settings, "events", 2, 100, first: 100);
        reader.Reaches(static each => each.Seen.Distinct().Count() == 200);
    }

    /// <summary>On Linux those of librdkafka alone, which name themselves; the runtime's own come and go.</summary>
    private static int Threads()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }

        return Directory.GetDirectories("/proc/self/task")
            .Count(task => NameOf(task).StartsWith("rdk:", StringComparison.Ordinal));
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            // It has ended since it was listed.
            return "";
        }
    }

    private static int Handles()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.HandleCount;
        }

        return Directory.GetFiles("/proc/self/fd").Length;
    }

    [LibraryImport(ClientLibrary.Name, EntryPoint = "rd_kafka_thread_cnt")]
    private static partial int ClientThreads();
}
