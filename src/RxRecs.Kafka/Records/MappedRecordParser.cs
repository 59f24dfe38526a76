using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Parses interactions by the paths of a column map.</summary>
internal sealed class MappedRecordParser(MappedJsonReader reader, int maxSize) : IRecordParser<Interaction>
{
    private readonly List<(Interaction Value, DateTimeOffset EventTime)> _values = [];

    public bool MakesSeveral => true;

    public FieldCounts Fields => reader.Fields.Counter.Counts;

    public string? Parse(ConsumeResult<byte[], byte[]> record, out Interaction value, out DateTimeOffset eventTime)
    {
        _values.Clear();
        (value, eventTime) = (default, default);
        if (ParseAll(record, _values, out _) is { } problem)
        {
            return problem;
        }

        if (_values is not [var only])
        {
            return $"the record makes {_values.Count} interactions where one is expected";
        }

        (value, eventTime) = only;
        return null;
    }

    public string? ParseAll(
        ConsumeResult<byte[], byte[]> record,
        ICollection<(Interaction Value, DateTimeOffset EventTime)> values,
        out int leftOut)
    {
        leftOut = 0;
        if (record.Message.Value is not { } json)
        {
            return Reason.NoValue;
        }

        if (json.Length > maxSize)
        {
            return $"the value has {json.Length} bytes, more than {maxSize}";
        }

        if (reader.Read(json) is { } problem)
        {
            return Reason.Cut(problem);
        }

        for (var i = 0; i < reader.Rows.Count; i++)
        {
            var (value, wrong) = reader.Rows[i];
            if (wrong is null)
            {
                values.Add((value, value.EventTime));
            }
            else if (ReferenceEquals(wrong, FieldReader.OtherKind))
            {
                leftOut++;
            }
            else
            {
                return Reason.Cut(reader.Rows.Count == 1 ? wrong : $"row {i + 1} of {reader.Rows.Count}: {wrong}");
            }
        }

        return null;
    }
}
