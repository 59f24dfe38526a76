using System.Buffers;
using System.Reactive;
using System.Reactive.Linq;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Sink;

public sealed class KafkaSinkTests : BrokerTests
{
    private const string Topic = "results";

    [SetUp]
    public void MakeTopic() => NewTopic(3, name: Topic);

    [Test]
    public void OnNext_ManyValues_AllAreThereOnceInOrderPerKey()
    {
        using var sink = new KafkaSink<int>(Settings, Options() with { MaxInFlight = 100 });
        Observable.Range(0, 5_000).Subscribe(sink);
        Assert.That(sink.Completion.IsCompletedSuccessfully, Is.True);
        Assert.That(sink.Delivered, Is.EqualTo(5_000));
        var records = TopicReader.Read(Settings, Topic, 5_000);
        Assert.That(records.Select(NumberOf), Is.EquivalentTo(Enumerable.Range(0, 5_000)));
        foreach (var partition in records.GroupBy(record => record.Partition.Value))
        {
            Assert.That(partition.Select(NumberOf), Is.Ordered);
        }
    }

    [Test]
    public void Do_Sink_PassesTheValuesOn()
    {
        using var sink = new KafkaSink<int>(Settings, Options());
        Assert.That(Observable.Range(0, 10).Do(sink).ToEnumerable().Count(), Is.EqualTo(10));
        Assert.That(sink.Delivered, Is.EqualTo(10));
    }

    [Test]
    public void Flush_RecordTooLarge_ThrowsAndReports()
    {
        var failures = new List<DeliveryFailure>();
        using var sink = new KafkaSink<int>(
            Settings,
            Options() with { Write = static (_, writer) => writer.Write(new byte[2_000_000]) },
            Observer.Create<DeliveryFailure>(failures.Add));
        sink.OnNext(7);
        var error = Assert.Throws<KafkaFailureException>(() => sink.Flush());
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.NotDelivered));
        Assert.That(error.Message, Does.Contain(Topic).And.Contain("2,000,001 bytes").And.Contain("1,000,000"));
        Assert.That(error.Message, Does.Contain("message.max.bytes").And.Contain("max.message.bytes of the topic"));
        Assert.Throws<KafkaFailureException>(() => sink.OnNext(8));
        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(failures[0].Key, Is.EqualTo("7"u8.ToArray()));
        Assert.That(sink.Failed, Is.EqualTo(1));
    }

    [TestCase(100_000, "100,001 bytes")]
    [TestCase(10, "batch.size")]
    public void Flush_BrokerSaysTooLarge_SaysTheSizeAndWhatRaisesTheLimit(int bytes, string expected)
    {
        using var sink = new KafkaSink<int>(
            Settings, Options() with { Write = (_, writer) => writer.Write(new byte[bytes]) });
        Broker.Faults.FailNext(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge);
        sink.OnNext(7);

        var error = Assert.Throws<KafkaFailureException>(() => sink.Flush());

        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.NotDelivered));
        Assert.That(error.Message, Does.Contain(expected).And.Contain("max.message.bytes of the topic"));
    }

    [Test]
    public void OnNext_FailureAndContinueAfterFailure_GoesOn()
    {
        var failures = 0;
        using var sink = new KafkaSink<int>(
            Settings,
            Options() with
            {
                Write = static (value, writer) => writer.Write(new byte[value == 1 ? 2_000_000 : 1]),
                ContinueAfterFailure = true,
            },
            Observer.Create<DeliveryFailure>(_ =>
            {
                failures++;
                throw new InvalidOperationException("The observer's own fault.");
            }));
        Observable.Range(0, 3).Subscribe(sink);
        Assert.That((sink.Delivered, sink.Failed, failures), Is.EqualTo((2L, 1L, 1)));
    }

    [Test]
    public void OnNext_SerializerThrows_NothingIsWrittenAndTheSinkGoesOn()
    {
        using var sink = new KafkaSink<int>(Settings, Options() with
        {
            Write = static (value, writer) =>
            {
                writer.Write("half"u8);
                writer.Write(value == 1 ? throw new InvalidOperationException("1") : "!"u8);
            },
        });
        sink.OnNext(0);
        Assert.Throws<InvalidOperationException>(() => sink.OnNext(1));
        sink.OnNext(2);
        sink.OnCompleted();
        Assert.That(
            TopicReader.Read(Settings, Topic, 2)
                .Select(record => Encoding.UTF8.GetString(record.Message.Value)),
            Is.EqualTo(new[] { "half!", "half!" }));
    }

    [Test]
    public async Task OnCompleted_StoppedWhileNobodyConfirms_GivesUpInTheTimeOfClosing()
    {
        using var stop = new CancellationTokenSource();
        var sink = new KafkaSink<int>(Settings, Options() with
        {
            CancellationToken = stop.Token,
            CloseTimeout = TimeSpan.FromMilliseconds(200),
            CompletionTimeout = TimeSpan.FromMinutes(10),
        });
        sink.Connect();
        Broker.Faults.SetDown();
        sink.OnNext(1);

        var completed = Task.Run(sink.OnCompleted);
        await stop.CancelAsync();

        var error = await Assert.ThrowsAsync<KafkaFailureException>(() => completed.WaitAsync(Patience));
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.NotDelivered));
        Assert.That(error.Message, Does.Contain("1 record(s)"));
        await Task.Run(sink.Dispose).WaitAsync(Patience);
        Assert.That(sink.Failed, Is.EqualTo(1));
    }

    [Test]
    public async Task OnCompleted_StoppedBefore_WaitsForABrokerThatComesBack()
    {
        using var stop = new CancellationTokenSource();
        using var sink = new KafkaSink<int>(Settings, Options() with
        {
            CancellationToken = stop.Token,
            CloseTimeout = Patience,
        });
        sink.Connect(stop.Token);
        Broker.Faults.SetDown();
        await stop.CancelAsync();
        sink.OnNext(1);

        var completed = Task.Run(sink.OnCompleted);
        Broker.Faults.SetUp();

        await completed.WaitAsync(Patience);
        Assert.That(sink.Delivered, Is.EqualTo(1));
    }

    [Test]
    public void OnError_AcceptedValues_AreFlushed()
    {
        using var sink = new KafkaSink<int>(Settings, Options());
        sink.OnNext(1);
        sink.OnError(new InvalidOperationException("source"));
        Assert.That(sink.Delivered, Is.EqualTo(1));
        Assert.That(sink.Completion.Exception!.InnerException!.Message, Is.EqualTo("source"));
        sink.OnNext(2);
        Assert.That(sink.InFlight, Is.Zero);
    }

    [Test]
    public async Task OnNext_BrokerDown_WaitsAtTheBoundAndDeliversWhenItIsBack()
    {
        using var sink = new KafkaSink<int>(Settings, Options() with { MaxInFlight = 10 });
        sink.OnNext(0);
        sink.Flush();
        Broker.Faults.SetDown();
        for (var value = 1; value <= 10; value++)
        {
            sink.OnNext(value);
        }

        using var begun = new ManualResetEventSlim();
        var blocked = Task.Run(() => Send(sink, 11, begun));
        Assert.That(begun.Wait(Patience), Is.True);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.Throws<OperationCanceledException>(() => sink.Flush(impatience.Token));
        Assert.That(blocked.IsCompleted, Is.False);
        Broker.Faults.SetUp();
        await blocked.WaitAsync(Patience);
        sink.OnCompleted();
        Assert.That(sink.Delivered, Is.EqualTo(12));
    }

    [Test]
    public async Task OnNext_CancelledAtTheBound_GivesUpThatValueAlone()
    {
        using var cancellation = new CancellationTokenSource();
        using var sink = new KafkaSink<int>(
            Settings, Options() with { MaxInFlight = 1, CancellationToken = cancellation.Token });
        sink.Connect();
        Broker.Faults.SetDown();
        sink.OnNext(1);
        using var begun = new ManualResetEventSlim();
        var blocked = Task.Run(() => Send(sink, 2, begun));
        Assert.That(begun.Wait(Patience), Is.True);
        await cancellation.CancelAsync();
        Assert.That(
            async () => await blocked.WaitAsync(Patience),
            Throws.InstanceOf<OperationCanceledException>());
        Broker.Faults.SetUp();
        sink.OnCompleted();
        Assert.That(sink.Delivered, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_BrokerDown_ReportsWhatIsNotConfirmed()
    {
        var failures = new List<DeliveryFailure>();
        var sink = new KafkaSink<int>(
            Settings,
            Options() with { CloseTimeout = TimeSpan.FromMilliseconds(100) },
            Observer.Create<DeliveryFailure>(failures.Add));
        sink.Connect();
        Broker.Faults.SetDown();
        sink.OnNext(1);
        sink.OnNext(2);
        sink.Dispose();
        sink.Dispose();
        Assert.That(failures.Sum(failure => failure.Records), Is.EqualTo(2));
        Assert.Throws<ObjectDisposedException>(() => sink.OnNext(3));
        Assert.That(sink.Completion.IsFaulted, Is.True);
    }

    [Test]
    [CancelAfter(30_000)]
    public void OnNext_NoBroker_IsAnErrorInSecondsThatNamesIt(CancellationToken cancellation)
    {
        using var sink = new KafkaSink<int>(
            new KafkaSettings { BootstrapServers = "127.0.0.1:1", ConnectTimeout = TimeSpan.FromSeconds(1) },
            Options());
        var error = Assert.Throws<KafkaFailureException>(() => sink.OnNext(1));
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.Unreachable));
        Assert.That(error.Message, Does.Contain("127.0.0.1:1"));
        Assert.Throws<KafkaFailureException>(() => sink.OnNext(2));
        sink.Dispose();
        Assert.That(sink.Completion.Exception!.InnerException, Is.TypeOf<KafkaFailureException>());
        Assert.That(cancellation.IsCancellationRequested, Is.False);
    }

    [Test]
    public void Connect_NoSuchTopic_IsAnErrorThatNamesIt()
    {
        using var sink = new KafkaSink<int>(Settings, Options() with { Topic = "resluts" });
        var error = Assert.Throws<KafkaFailureException>(() => sink.Connect());
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.MissingTopic));
        Assert.That(error.Message, Does.Contain("'resluts'").And.Contain(Topic));
    }

    [Test]
    public void OnCompleted_BrokerGone_EndsAfterItsTimeoutWithAnError()
    {
        using var sink = new KafkaSink<int>(Settings, Options() with
        {
            CompletionTimeout = TimeSpan.FromMilliseconds(300),
            CloseTimeout = TimeSpan.FromMilliseconds(100),
        });
        sink.Connect();
        Broker.Faults.SetDown();
        sink.OnNext(1);
        var error = Assert.Throws<KafkaFailureException>(sink.OnCompleted);
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.NotDelivered));
        Assert.That(error.Message, Does.Contain($"'{Topic}'").And.Contain("1 record"));
        Assert.That(sink.Completion.Exception!.InnerException!.Message, Is.EqualTo(error.Message));
    }

    [Test]
    public void OnNext_FullQueueOfTheClient_WaitsAndLosesNothing()
    {
        var settings = Settings with
        {
            Client = new Dictionary<string, string> { ["queue.buffering.max.messages"] = "10" },
        };
        using var sink = new KafkaSink<int>(settings, Options());
        Observable.Range(0, 500).Subscribe(sink);
        Assert.That((sink.Delivered, sink.Failed), Is.EqualTo((500L, 0L)));
    }

    [Test]
    public void Writer_TwoSinks_ShareTheConnection()
    {
        using var writer = new KafkaWriter(Settings);
        using var first = new KafkaSink<int>(writer, Options());
        using var second = new KafkaSink<int>(writer, Options());
        first.OnNext(1);
        first.Dispose();
        second.OnNext(2);
        second.OnCompleted();
        Assert.That((first.Delivered, second.Delivered), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void WithoutRepeats_RestartedWriter_GivesEachResultOnce()
    {
        var options = Options() with { SequenceSelector = static value => new OutputSequence("events", 2, value) };
        foreach (var range in new[] { (0, 60), (30, 60) })
        {
            using var sink = new KafkaSink<int>(Settings, options);
            Observable.Range(range.Item1, range.Item2).Subscribe(sink);
        }

        var records = TopicReader.Read(Settings, Topic, 120);
        Assert.That(SequenceHeaders.TryRead(records[0].Message.Headers, out var sequence), Is.True);
        Assert.That((sequence.Topic, sequence.Partition), Is.EqualTo(("events", 2)));
        var numbers = records
            .Select(record => new KafkaRecord<int>(
                NumberOf(record), default, record.TopicPartitionOffset, record.Message.Key, record.Message.Headers))
            .ToObservable()
            .WithoutRepeats()
            .Select(record => record.Value)
            .ToEnumerable();
        Assert.That(numbers, Is.EquivalentTo(Enumerable.Range(0, 90)));
    }

    private static void Send(KafkaSink<int> sink, int value, ManualResetEventSlim begun)
    {
        begun.Set();
        sink.OnNext(value);
    }

    private static KafkaSinkOptions<int> Options() => new()
    {
        Topic = Topic,
        Write = static (value, writer) => writer.Write(KafkaKey.Of(value)),
        KeySelector = static value => KafkaKey.Of(value % 10),
    };

    private static int NumberOf(ConsumeResult<byte[], byte[]> record) =>
        int.Parse(Encoding.UTF8.GetString(record.Message.Value));
}
