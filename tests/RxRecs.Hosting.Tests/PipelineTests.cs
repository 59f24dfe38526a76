using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

public sealed class PipelineTests : HostTests
{
    [Test]
    public async Task AddRxRecs_StoppedAndStartedAgain_GoesOnWithItsState()
    {
        NewTopic("shop");
        Write("shop", 1, 2);
        var store = new InMemorySnapshotStore();
        using (var host = Start(store))
        {
            await host.StartAsync();
            Await(() => Results.Count == 2, "two results");
            await host.StopAsync();
            Assert.That(store.Names(), Is.Not.Empty, "the last checkpoint, long before the first that is due");
        }

        Write("shop", 3);
        using (var host = Start(store))
        {
            await host.StartAsync();
            Await(() => Results.Count == 3, "the third result");
            await host.StopAsync();
        }

        Assert.That(Results, Is.EqualTo(new[] { "1: 1", "2: 2 1", "3: 3 2 1" }));
        Assert.That(Logs.Lines, Has.Some.Contains("The pipeline 'shop' has stopped."));
    }

    [Test]
    public async Task AddRxRecs_CheckpointFolder_KeepsStateThere()
    {
        NewTopic("shop");
        Write("shop", 1);
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var builder = NewHost([.. Settings("shop", "shop"), ("RxRecs:shop:CheckpointFolder", folder)]);
            builder.AddRxRecs("shop", KeepItems);
            using var host = builder.Build();
            await host.StartAsync();
            Await(() => Results.Count == 1, "a result");
            await host.StopAsync();
            Assert.That(new FileSnapshotStore(folder).Names(), Is.EqualTo(new[] { "shop/shop[0]" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Kafka_CalledSeveralTimes_MakesEveryChangeInOrder()
    {
        NewTopic("shop");
        Write("shop", 1);
        var made = new ConcurrentQueue<string>();
        var builder = NewHost(Settings("shop", "shop"));
        builder.AddRxRecs("shop", pipeline => pipeline
            .Kafka(options => Note(options, "options 1"), cluster => Note(cluster, "cluster 1"))
            .Kafka(options => Note(options, "options 2"))
            .Kafka(options => Note(options, "options 3"), cluster => Note(cluster, "cluster 3"))
            .FromTopics(
                (_, records) => records,
                _ => Observer.Create<KafkaRecord<Interaction>>(record => Results.Enqueue($"{record.Offset}"))));
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => Results.Count == 1, "a result");
        await host.StopAsync();

        var changes = made.Distinct().ToLookup(each => each[..7]);
        Assert.That(changes["options"], Is.EqualTo(new[] { "options 1", "options 2", "options 3" }));
        Assert.That(changes["cluster"], Is.EqualTo(new[] { "cluster 1", "cluster 3" }));

        T Note<T>(T value, string change)
        {
            made.Enqueue(change);
            return value;
        }
    }

    [Test]
    public async Task Health_CatchingUp_BecomesReadyBehindWhatWasThere()
    {
        NewTopic("shop");
        Write("shop", 1, 2, 3);
        using var gate = new ManualResetEventSlim();
        var builder = NewHost(Settings("shop", "shop"));
        builder.AddRxRecs("shop", pipeline => pipeline.FromTopics(
            (_, records) => records.Do(_ => gate.Wait()),
            _ => Observer.Create<KafkaRecord<Interaction>>(record => Results.Enqueue($"{record.Offset}"))));
        using var host = builder.Build();
        Assert.That(Health(host, "rxrecs_shop_ready"), Is.EqualTo(HealthStatus.Unhealthy), "not started");
        await host.StartAsync();
        var pipeline = host.Services.GetRequiredService<RxRecsPipeline>();
        Await(() => pipeline.State == PipelineState.CatchingUp, "started");
        Assert.That(Health(host, "rxrecs_shop_ready"), Is.EqualTo(HealthStatus.Unhealthy), "nothing is read");
        Assert.That(Health(host, "rxrecs_shop_live"), Is.EqualTo(HealthStatus.Healthy));
        gate.Set();
        Await(() => pipeline.State == PipelineState.Ready, "caught up");
        Assert.That(Results, Has.Count.EqualTo(3));
        Assert.That(pipeline.Progress!.Records, Is.EqualTo(3));
        Assert.That(Health(host, "rxrecs_shop_ready"), Is.EqualTo(HealthStatus.Healthy));
        await host.StopAsync();
        Assert.That(pipeline.State, Is.EqualTo(PipelineState.Completed));
    }

    [Test]
    public async Task Health_LoopThatHangs_IsNotLive()
    {
        NewTopic("shop");
        Write("shop", 1);
        var clock = new HandClock();
        using var gate = new ManualResetEventSlim();
        var builder = NewHost([.. Settings("shop", "shop"), ("RxRecs:shop:LiveTimeout", "00:00:20")]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddRxRecs("shop", pipeline => pipeline.FromTopics(
            (_, records) => records.Do(_ =>
            {
                Results.Enqueue("begun");
                gate.Wait();
            }),
            _ => Observer.Create<KafkaRecord<Interaction>>(_ => { })));
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => !Results.IsEmpty, "the record");
        clock.Pass(TimeSpan.FromSeconds(20));
        Assert.That(Health(host, "rxrecs_shop_live"), Is.EqualTo(HealthStatus.Healthy));
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Health(host, "rxrecs_shop_live"), Is.EqualTo(HealthStatus.Unhealthy));
        gate.Set();
        Await(
            () =>
            {
                clock.Pass(TimeSpan.FromSeconds(1)); // the loop turns by this clock
                return Health(host, "rxrecs_shop_live") == HealthStatus.Healthy;
            },
            "turns again");
        await host.StopAsync();
    }

    [Test]
    public async Task AddKeyedRxRecs_Two_RunSideBySide()
    {
        NewTopic("left");
        NewTopic("right");
        Write("left", 1);
        Write("right", 2);
        var builder = NewHost([.. Settings("a", "left"), .. Settings("b", "right")]);
        builder.AddKeyedRxRecs("a", KeepItems);
        builder.AddKeyedRxRecs("b", KeepItems);
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => Results.Count == 2, "a result of each");
        await host.StopAsync();
        Assert.That(Results, Is.EquivalentTo(new[] { "1: 1", "1: 2" }));
        foreach (var name in new[] { "a", "b" })
        {
            Assert.That(host.Services.GetRequiredKeyedService<RxRecsPipeline>(name).Name, Is.EqualTo(name));
        }

        Assert.That(host.Services.GetService<RxRecsPipeline>(), Is.Null);
    }

    [Test]
    public async Task AddRxRecs_SinkInTheSameHost_WritesResults()
    {
        NewTopic("shop");
        NewTopic("lists");
        Write("shop", 1, 2);
        var builder = NewHost([.. Settings("shop", "shop"), .. Settings("lists", "lists")]);
        builder.AddRxRecs("shop", pipeline => pipeline.RunPartitions(
            (_, records) => records.Select(record => record.Value).LastItemsPerUser(10),
            context => new KafkaSink<PartitionResult<LastItems<Id, Id>>>(context.Kafka, new()
            {
                Topic = "lists",
                Write = (list, output) => RecsJson.Write(list.Value, output),
                Notices = context.Notices,
                CancellationToken = context.Stopping,
            })));
        builder.AddRxRecs("lists", pipeline => pipeline.FromTopics(
            _ => RecordParser.From(
                record => RecsJson.ReadLastItems(record.Message.Value), _ => DateTimeOffset.UnixEpoch),
            (_, records) => records,
            _ => Observer.Create<KafkaRecord<LastItems<Id, Id>>>(
                record => Results.Enqueue(string.Join(' ', record.Value.Items)))));
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => Results.Count == 2, "both lists");
        await host.StopAsync();
        Assert.That(Results, Is.EqualTo(new[] { "1", "2 1" }));
    }

    [Test]
    public async Task From_SourceOfTheContainer_RunsUntilTheStop()
    {
        var builder = NewHost();
        var shop = new Subject<int>();
        builder.Services.AddSingleton<IObservable<int>>(shop);
        builder.AddRxRecs("any", pipeline => pipeline.From(
            context => context.Services.GetRequiredService<IObservable<int>>().Select(n => n * 2),
            _ => Observer.Create<int>(n => Results.Enqueue($"{n}"))));
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => Health(host, "rxrecs_any_ready") == HealthStatus.Healthy, "subscribed");
        shop.OnNext(1);
        shop.OnNext(2);
        await host.StopAsync();
        Assert.That(shop.HasObservers, Is.False);
        Assert.That(Results, Is.EqualTo(new[] { "2", "4" }));
    }

    // On the source's own thread, where an exception would take the process down.
    [Test]
    public async Task From_ObserverThatFailsOnAThreadOfTheSource_FailsThePipelineAlone()
    {
        var builder = NewHost();
        builder.Services.Configure<HostOptions>(static options =>
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        using var source = new Subject<int>();
        using var thread = new EventLoopScheduler();
        builder.AddRxRecs("any", pipeline => pipeline.From(
            _ => source.ObserveOn(thread),
            _ => Observer.Create<int>(n =>
            {
                Results.Enqueue($"{n}");
                throw new InvalidDataException("no room");
            })));
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => Health(host, "rxrecs_any_ready") == HealthStatus.Healthy, "subscribed");
        source.OnNext(1);
        source.OnNext(2);
        Await(() => Health(host, "rxrecs_any_live") == HealthStatus.Unhealthy, "failed");
        Assert.That(source.HasObservers, Is.False);
        Assert.That(Results, Is.EqualTo(new[] { "1" }));
        Assert.That(
            host.Services.GetRequiredService<RxRecsPipeline>().Failure, Is.InstanceOf<InvalidDataException>());
        await host.StopAsync();
    }

    [Test]
    [NonParallelizable]
    public async Task AddRxRecs_PipelineThatFails_StopsTheHostWithAnExitCode()
    {
        NewTopic("shop");
        Write("shop", 1);
        var exitCode = Environment.ExitCode;
        try
        {
            using var host = Failing();
            await host.StartAsync();
            await host.WaitForShutdownAsync();
            var pipeline = host.Services.GetRequiredService<RxRecsPipeline>();
            Assert.That(Environment.ExitCode, Is.EqualTo(1));
            Assert.That(pipeline.State, Is.EqualTo(PipelineState.Failed));
            Assert.That(pipeline.Failure, Is.InstanceOf<PartitionPipelineException>());
            Assert.That(
                Logs.Lines,
                Has.One.StartsWith("Error: The pipeline 'shop' has failed: The pipeline of shop[0] failed").And
                    .One.Contains("no good"));
        }
        finally
        {
            Environment.ExitCode = exitCode;
        }
    }

    [Test]
    [NonParallelizable]
    public async Task AddRxRecs_TopicThatIsNotThere_IsToldOnceAndWithoutAStack()
    {
        var exitCode = Environment.ExitCode;
        try
        {
            var builder = NewHost(Settings("shop", "no-such-topic"));
            builder.AddRxRecs("shop", KeepItems);
            using var host = builder.Build();
            await host.StartAsync();
            await host.WaitForShutdownAsync();
            Assert.That(Environment.ExitCode, Is.EqualTo(1));
            Assert.That(
                Logs.Lines.Where(line => !line.StartsWith("Debug: ", StringComparison.Ordinal)),
                Has.One.Contains("no-such-topic").And
                    .Some.StartsWith("Error: The pipeline 'shop' has failed: Topic 'no-such-topic' does not exist").And
                    .None.Contains("   at "));
            Assert.That(Logs.Lines, Has.One.StartsWith("Debug: Where the pipeline 'shop' has failed.").And
                .One.Contains("   at "));
        }
        finally
        {
            Environment.ExitCode = exitCode;
        }
    }

    [Test]
    [NonParallelizable]
    public async Task AddRxRecs_PipelineThatFailsUnderIgnore_LeavesTheHostUp()
    {
        NewTopic("shop");
        Write("shop", 1);
        var exitCode = Environment.ExitCode;
        using var host = Failing(BackgroundServiceExceptionBehavior.Ignore);
        await host.StartAsync();
        Await(() => Health(host, "rxrecs_shop_live") == HealthStatus.Unhealthy, "failed");
        Assert.That(
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested,
            Is.False);
        await host.StopAsync();
        Assert.That(Environment.ExitCode, Is.EqualTo(exitCode));
    }

    [Test]
    public async Task StopAsync_PipelineThatHangs_ReturnsAtTheHostsTimeoutAndSaysSo()
    {
        NewTopic("shop");
        Write("shop", 1);
        using var gate = new ManualResetEventSlim();
        var builder = NewHost(Settings("shop", "shop"));
        builder.AddRxRecs("shop", pipeline => pipeline.FromTopics(
            (_, records) => records.Do(_ =>
            {
                Results.Enqueue("begun");
                gate.Wait();
            }),
            _ => Observer.Create<KafkaRecord<Interaction>>(_ => { })));
        using var host = builder.Build();
        await host.StartAsync();
        Await(() => !Results.IsEmpty, "the record");
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await host.StopAsync(now.Token);
        Assert.That(Logs.Lines, Has.Some.StartsWith("Warning: The pipeline 'shop' has not stopped"));
        gate.Set();
        var pipeline = host.Services.GetRequiredService<RxRecsPipeline>();
        Await(() => pipeline.State == PipelineState.Completed, "ends by itself");
    }

    private IHost Start(ISnapshotStore store)
    {
        var builder = NewHost([.. Settings("shop", "shop"), ("RxRecs:shop:CommitInterval", "01:00:00")]);
        builder.Services.AddSingleton(store);
        builder.AddRxRecs("shop", KeepItems);
        return builder.Build();
    }

    private IHost Failing(BackgroundServiceExceptionBehavior behavior = BackgroundServiceExceptionBehavior.StopHost)
    {
        var builder = NewHost(Settings("shop", "shop"));
        builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = behavior);
        builder.AddRxRecs("shop", pipeline => pipeline.RunPartitions(
            (_, records) => records.Select(record => record.Offset == 0 ? throw new FormatException("no good") : 1),
            _ => Observer.Create<PartitionResult<int>>(_ => { })));
        return builder.Build();
    }

    /// <summary>Stands still until it is moved.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
