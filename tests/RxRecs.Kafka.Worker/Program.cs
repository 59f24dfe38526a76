using System.Globalization;
using System.Reactive;
using System.Runtime.InteropServices;
using System.Text;
using RxRecs;
using RxRecs.Kafka;
using RxRecs.Kafka.Worker;

// A worker that tests start, kill and start again: name=value arguments, one line per happening on standard output. It
// ends when its standard input does, so that none is left behind when the tests are killed.
var settings = args
    .Select(each => each.Split('=', 2))
    .ToDictionary(each => each[0], each => each[1], StringComparer.Ordinal);
var output = TextWriter.Synchronized(Console.Out);
using var stop = new CancellationTokenSource();
using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Cancel();
});
new Thread(() =>
{
    while (Console.In.Read() >= 0)
    {
    }

    Environment.Exit(3);
})
{ IsBackground = true }.Start();

var kafka = new KafkaSettings { BootstrapServers = settings["brokers"] };
var options = new KafkaPipelineOptions
{
    Topics = [settings["input"]],
    Start = KafkaStart.Beginning,
    Group = settings["group"],
    GroupProtocol = Enum.Parse<KafkaGroupProtocol>(settings["protocol"], ignoreCase: true),
    InstanceId = settings.GetValueOrDefault("instance"),
    SessionTimeout = TimeSpan.FromSeconds(6),
    End = settings.ContainsKey("complete") ? KafkaEnd.EndOfTopic : KafkaEnd.Never,
    CommitInterval = TimeSpan.FromMilliseconds(int.Parse(settings["commit"], CultureInfo.InvariantCulture)),
    Progress = new ProgressLines(output),
    Notices = Observer.Create<KafkaNotice>(line => output.WriteLine($"notice {line}")),
};
output.WriteLine("started");
if (settings.ContainsKey("handle"))
{
    return await new HandlingWorker(output, settings["output"]).HandleRecordsAsync(kafka, options, stop.Token);
}

options = options with { Store = new FileSnapshotStore(settings["store"]) };
if (settings.TryGetValue("results", out var process))
{
    return await new HandlingWorker(output, settings["output"])
        .HandleResultsAsync(kafka, options, process, stop.Token);
}

using var sink = new KafkaSink<PartitionResult<ResultLine>>(kafka, new KafkaSinkOptions<PartitionResult<ResultLine>>
{
    Topic = settings["output"],
    KeySelector = each => Encoding.UTF8.GetBytes(each.Value.Key),
    Write = (each, writer) => Encoding.UTF8.GetBytes(each.Value.Text, writer),
    SequenceSelector = each => new OutputSequence(each.Topic, each.Partition, each.Sequence),
});
options = options with { BeforeCommit = sink.Flush };
try
{
    KafkaSource
        .RunPartitions(kafka, options, InteractionJson.CreateParser(), ShopPipeline.Lines, stop.Token)
        .Subscribe(sink.OnNext, error => throw error);
    output.WriteLine(stop.IsCancellationRequested ? "cancelled" : "done");
    return 0;
}
catch (Exception error)
{
    output.WriteLine($"failed {error}");
    return 1;
}
