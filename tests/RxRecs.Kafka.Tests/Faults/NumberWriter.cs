using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Writes ever more numbers, as many at a time as it is told, and remembers which went where.</summary>
internal sealed class NumberWriter : IDisposable
{
    private readonly string _topic;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly List<int>[] _written;
    private readonly ConcurrentQueue<string> _failed = new();
    private int _next;

    public NumberWriter(KafkaSettings settings, string topic, int partitions)
    {
        _topic = topic;
        _written = [.. Enumerable.Range(0, partitions).Select(_ => new List<int>())];
        _producer = PlainClient.Producer(settings.BootstrapServers);
    }

    public IReadOnlyList<int>[] Written => _written;

    public int Count => _next;

    public void Write(int count)
    {
        for (var i = 0; i < count; i++, _next++)
        {
            // Runs of the same key, and keys in every partition.
            var partition = _next / 3 % _written.Length;
            _written[partition].Add(_next);
            _producer.Produce(
                new TopicPartition(_topic, partition),
                new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes(_next.ToString()) },
                NoteFailure);
        }

        Assert.That(_producer.Flush(PlainClient.Patience), Is.Zero, "records not confirmed");
        Assert.That(_failed, Is.Empty, "records refused");
    }

    public void Dispose() => _producer.Dispose();

    private void NoteFailure(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _failed.Enqueue(report.Error.Reason);
        }
    }
}
