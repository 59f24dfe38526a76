using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Parses interactions from records.</summary>
internal sealed class InteractionRecordParser(InteractionReader reader) : IRecordParser<Interaction>
{
    public FieldCounts Fields => reader.Fields.Counter.Counts;

    public string? Parse(
        ConsumeResult<byte[], byte[]> record, out Interaction value, out DateTimeOffset eventTime)
    {
        (value, eventTime) = (default, default);
        if (record.Message.Value is not { } json)
        {
            return Reason.NoValue;
        }

        var problem = reader.Parse(json, out value);
        eventTime = value.EventTime;
        return problem is null ? null : Reason.Cut(problem);
    }
}
