using System.Diagnostics;
using System.Reactive.Linq;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.RealBroker;

/// <summary>The broker's own tools and kcat read what we write, and we read what they write.</summary>
[Category("Broker")]
public sealed class InteropTests
{
    private const int Partitions = 7;
    private const int PerCodec = 20;
    private static readonly string[] Codecs = ["none", "gzip", "snappy", "lz4", "zstd"];

    [Test]
    [Category("Slow")]
    public void Sink_EveryCompression_IsReadByTheBrokersTools()
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(Partitions);
        var written = WriteAll(cluster, topic);

        var lines = cluster.Run(
            "consume", "--topic", topic, "--from-beginning", "--max-messages", $"{written.Count}",
            "--formatter-property", "print.key=true", "--formatter-property", "print.headers=true",
            "--formatter-property", "print.partition=true");

        var found = Lines(lines).Select(line => string.Join(' ', line.Split('\t')[1..]));
        Assert.That(found, Is.EquivalentTo(
            written.Select(each => $"kind:{each.Kind} {each.Key} {each.Text}")));
    }

    [Test]
    public void Sink_EveryCompression_IsReadByKcat()
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(Partitions);
        var written = WriteAll(cluster, topic);

        var lines = Kcat("-b", cluster.BootstrapServers, "-C", "-t", topic, "-e", "-q", "-f", "%h %k %s %p\n");

        Assert.That(Lines(lines), Is.EquivalentTo(written.Select(each =>
            $"kind={each.Kind} {each.Key} {each.Text} "
            + $"{KafkaPartitioner.PartitionOf(Encoding.UTF8.GetBytes(each.Key), Partitions)}")));
    }

    [TestCaseSource(nameof(Codecs))]
    public void Kcat_EveryCompression_IsReadByUs(string codec)
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(Partitions);
        var records = Enumerable.Range(0, PerCodec)
            .Select(n => (Key: $"kcat-{n}", Text: $"{codec} {new string('a', 200)} {n}"));
        KcatWith(
            string.Concat(records.Select(each => $"{each.Key}|{each.Text}\n")),
            "-b", cluster.BootstrapServers, "-P", "-t", topic, "-z", codec, "-K", "|", "-H", $"kind={codec}",
            "-X", "partitioner=murmur2_random");

        try
        {
            AssertRead(cluster, topic, records.Select(each => (codec, each.Key, each.Text)));
        }
        catch (KafkaFailureException error) when (error.Message.Contains("Decompression", StringComparison.Ordinal))
        {
            Assert.Ignore($"This build of the client library cannot read {codec}: {error.Message}");
        }
    }

    [Test]
    [Category("Slow")]
    public void ConsoleProducer_KeysAndHeaders_AreReadByUsAndLieWhereOursWould()
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(Partitions);
        var records = Enumerable.Range(0, 200)
            .Select(n => (Kind: "java", Key: $"user-{n}-ä", Text: $"text {n}")).ToList();
        cluster.RunWith(
            string.Concat(records.Select(each => $"kind:{each.Kind}\t{each.Key}\t{each.Text}\n")),
            "produce", "--topic", topic, "--compression-codec", "lz4",
            "--reader-property", "parse.key=true", "--reader-property", "parse.headers=true");

        AssertRead(cluster, topic, records);
    }

    private static void AssertRead(
        KafkaCluster cluster, string topic, IEnumerable<(string Kind, string Key, string Text)> expected)
    {
        var read = KafkaSource.FromTopics(
                cluster.Settings,
                TestTopic.FromBeginningToEnd(topic),
                RecordParser.From(record => Encoding.UTF8.GetString(record.Message.Value)))
            .Timeout(Eventually.Patience).ToList().Wait();
        Assert.That(
            read.Select(each => (Header(each.Headers), Encoding.UTF8.GetString(each.Key!), each.Value)),
            Is.EquivalentTo(expected));
        Assert.That(
            read.Select(each => each.Partition),
            Is.EqualTo(read.Select(each => KafkaPartitioner.PartitionOf(each.Key, Partitions))));
    }

    private static List<(string Kind, string Key, string Text)> WriteAll(KafkaCluster cluster, string topic)
    {
        var written = new List<(string Kind, string Key, string Text)>();
        foreach (var codec in Codecs)
        {
            var records = Enumerable.Range(0, PerCodec)
                .Select(
                    n => (Kind: codec, Key: $"user-{n}-ä", Text: $"{{\"n\":{n},\"text\":\"{new string('a', 200)}\"}}"))
                .ToList();
            try
            {
                Write(cluster, topic, codec, records);
                written.AddRange(records);
            }
            catch (KafkaFailureException error) when (
                error.Message.Contains("not available at build time", StringComparison.Ordinal))
            {
                TestContext.Progress.WriteLine(
                    $"This build of the client library cannot write {codec}: {error.Message}");
            }
        }

        return written;
    }

    private static void Write(
        KafkaCluster cluster, string topic, string codec, IEnumerable<(string Kind, string Key, string Text)> records)
    {
        var settings = cluster.Settings with
        {
            Client = new Dictionary<string, string> { ["compression.type"] = codec },
        };
        using var sink = new KafkaSink<(string Kind, string Key, string Text)>(
            settings,
            new KafkaSinkOptions<(string Kind, string Key, string Text)>
            {
                Topic = topic,
                KeySelector = static each => KafkaKey.Of(each.Key),
                HeadersSelector = static each => new Headers { { "kind", Encoding.UTF8.GetBytes(each.Kind) } },
                Write = static (each, output) => Encoding.UTF8.GetBytes(each.Text, output),
            });
        records.ToObservable().Subscribe(sink);
    }

    private static string Header(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes("kind", out var kind)
            ? Encoding.UTF8.GetString(kind)
            : string.Empty;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Kcat(params string[] arguments) => KcatWith(string.Empty, arguments);

    private static string KcatWith(string input, params string[] arguments)
    {
        try
        {
            using var kcat = ChildProcess.Start(new ProcessStartInfo("kcat", arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
            var output = kcat.StandardOutput.ReadToEndAsync();
            kcat.StandardInput.Write(input);
            kcat.StandardInput.Close();
            Assert.That(kcat.WaitForExit(Eventually.Patience), "kcat has ended");
            Assert.That(kcat.ExitCode, Is.Zero);
            return output.GetAwaiter().GetResult();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("There is no kcat on the path (a Debian package).");
            throw;
        }
    }
}
