using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Leaves out what a topic has from before the end of a history. A record of nothing else is processed and gives
/// nothing.
/// </summary>
/// <param name="parser">The parser that reads the records.</param>
/// <param name="past">The history that is read before the topic.</param>
/// <param name="beginsAtOldest">True if the oldest record of a partition tells of a gap: where it is from behind the
/// end of the history and older ones have been deleted, nothing shows that these are all in the history. False where
/// the reading may begin in the middle.</param>
/// <param name="tell">The callback that hears of what neither the history nor the topic gives.</param>
internal sealed class SinceParser<T>(
    IRecordParser<T> parser, PastEvents<T> past, bool beginsAtOldest, Action<string> tell) : IRecordParser<T>
{
    private readonly KafkaHistory<T> _history = past.History;
    private readonly List<(T Value, DateTimeOffset EventTime)> _parsed = [];
    private readonly HashSet<int> _begun = [];
    private long _lost;
    private long _told;

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
            if (beginsAtOldest && _begun.Add(record.Partition.Value))
            {
                DetectGap(record, eventTime);
            }

            if (eventTime >= _history.Until)
            {
                values.Add((value, eventTime));
            }
            else
            {
                leftOut++;
                _history.LeftOut?.Invoke(new KafkaRecord<T>(value, eventTime.UtcTicks, record));
                LookForLoss(record, eventTime);
            }
        }

        return null;
    }

    private void DetectGap(ConsumeResult<byte[], byte[]> record, DateTimeOffset eventTime)
    {
        if (record.Offset.Value > 0 && eventTime > _history.Until)
        {
            tell(
                $"{record.Topic}[{record.Partition.Value}] begins at offset {record.Offset.Value} with"
                + $" {Text(eventTime)}, and the history ends at {Text(_history.Until)}: what happened between and has"
                + " been deleted is missing.");
        }
    }

    // The history ends before this value, and so does not have it. Told of the first, and whenever there are ten times
    // as many.
    private void LookForLoss(ConsumeResult<byte[], byte[]> record, DateTimeOffset eventTime)
    {
        if (past.Latest is not (>= 0 and var latest) || eventTime.UtcTicks <= latest || ++_lost < 10 * _told)
        {
            return;
        }

        _told = _lost;
        tell(
            $"The history ends at {Text(new DateTimeOffset(latest, TimeSpan.Zero))}, before its Until,"
            + $" {Text(_history.Until)}: what the topic has from between is left out and missing, {_lost} so far, such"
            + $" as {record.Topic}[{record.Partition.Value}] at offset {record.Offset.Value} of {Text(eventTime)}. Set"
            + " Until to the time up to which the history is whole.");
    }

    private static string Text(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
}
