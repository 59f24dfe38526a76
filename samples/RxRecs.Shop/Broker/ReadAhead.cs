using Confluent.Kafka;
using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Holds a writer back so that it is never more than so many records ahead of the slowest reader: the embedded broker
/// keeps only so much.
/// </summary>
/// <param name="limit">How many records.</param>
internal sealed class ReadAhead(long limit) : IDisposable
{
    private const int RecordsBetweenSignals = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);
    private readonly List<CountingParser> _readers = [];
    private readonly Lock _adding = new();
    private readonly ManualResetEventSlim _read = new();
    private long _slowest;

    /// <summary>A parser that tells how far its reader has come; each reader has one of its own.</summary>
    public IRecordParser<Interaction> Watch(IRecordParser<Interaction> parser)
    {
        lock (_adding)
        {
            var counting = new CountingParser(parser, _read);
            _readers.Add(counting);
            return counting;
        }
    }

    /// <summary>Waits until the readers are close enough behind; call it before each record.</summary>
    public void Wait(long sent, CancellationToken cancellationToken)
    {
        while (sent - _slowest >= limit)
        {
            _read.Reset();
            _slowest = _readers.Min(reader => reader.Records);
            if (sent - _slowest >= limit)
            {
                _read.Wait(LongestWait, cancellationToken);
            }
        }
    }

    public void Dispose() => _read.Dispose();

    private sealed class CountingParser(IRecordParser<Interaction> parser, ManualResetEventSlim read)
        : IRecordParser<Interaction>
    {
        private long _records;

        public long Records => Volatile.Read(ref _records);

        public string? Parse(
            ConsumeResult<byte[], byte[]> record, out Interaction value, out DateTimeOffset eventTime)
        {
            Volatile.Write(ref _records, _records + 1);
            if (_records % RecordsBetweenSignals == 0)
            {
                read.Set();
            }

            return parser.Parse(record, out value, out eventTime);
        }
    }
}
