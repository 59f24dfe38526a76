using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Parses by a user's function.</summary>
internal sealed class DelegateRecordParser<T>(
    Func<ConsumeResult<byte[], byte[]>, T> parse, Func<T, DateTimeOffset>? eventTimeSelector) : IRecordParser<T>
{
    public string? Parse(ConsumeResult<byte[], byte[]> record, out T value, out DateTimeOffset eventTime)
    {
        try
        {
            value = parse(record);
            return RecordTime.Find(record, value, eventTimeSelector, out eventTime);
        }
        catch (Exception e)
        {
            (value, eventTime) = (default!, default);
            return Reason.Of(e);
        }
    }
}
