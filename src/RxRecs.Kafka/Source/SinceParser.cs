using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Leaves out what a topic has from before the end of a history. A record of nothing else is processed and gives
/// nothing.
/// </summary>
/// <param name="parser">Reads the records.</param>
/// <param name="history">What is read before the topic.</param>
/// <param name="tellOfGap">Hears of a partition whose oldest record is from behind that end, where older ones have been
/// deleted: nothing shows that these are all in the history. Null where the reading may begin in the middle.</param>
internal sealed class SinceParser<T>(IRecordParser<T> parser, KafkaHistory<T> history, Action<string>? tellOfGap)
    : IRecordParser<T>
{
    private readonly List<(T Value, DateTimeOffset EventTime)> _parsed = [];
    private readonly HashSet<int> _begun = [];

    public bool MakesSeveral => true;

    public FieldCounts Fields => parser.Fields;

    public string? Parse(ConsumeResult<byte[], byte[]> record, out T value, out DateTimeOffset eventTime) =>
        parser.Parse(record, out value, out eventTime);

    public string? ParseAll(
        ConsumeResult<byte[], byte[]> record,
        ICollection<(T Value, DateTimeOffset EventTime)> values,
        out int leftOut)
    {
        _parsed.Clear();
        if (parser.ParseAll(record, _parsed, out leftOut) is { } problem)
        {
            return problem;
        }

        foreach (var (value, eventTime) in _parsed)
        {
            if (tellOfGap is not null && _begun.Add(record.Partition.Value))
            {
                LookForGap(record, eventTime);
            }

            if (eventTime >= history.Until)
            {
                values.Add((value, eventTime));
            }
            else
            {
                leftOut++;
                history.LeftOut?.Invoke(new KafkaRecord<T>(value, eventTime.UtcTicks, record));
            }
        }

        return null;
    }

    private void LookForGap(ConsumeResult<byte[], byte[]> record, DateTimeOffset eventTime)
    {
        if (record.Offset.Value > 0 && eventTime > history.Until)
        {
            tellOfGap!(
                $"{record.Topic}[{record.Partition.Value}] begins at offset {record.Offset.Value} with"
                + $" {eventTime.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, and the history ends at"
                + $" {history.Until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: what happened between and has been deleted is"
                + " missing.");
        }
    }
}
