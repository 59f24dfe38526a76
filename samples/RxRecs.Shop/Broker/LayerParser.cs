using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Counts what a layer receives, refuses what is dated too early or too late to be true, and tells of every message if
/// there is a log. A record may make several events, or none.
/// </summary>
/// <param name="parser">Reads the records.</param>
/// <param name="layer">Counts them.</param>
/// <param name="maxAhead">How far ahead of the clock an event may be; null for any.</param>
/// <param name="log">Gets a line for each event; null for none.</param>
internal sealed class LayerParser(
    IRecordParser<Interaction> parser, LayerCount layer, TimeSpan? maxAhead, TextWriter? log)
    : IRecordParser<Interaction>
{
    /// <summary>Gets the time of each event.</summary>
    public Action<DateTimeOffset>? OnTime { get; set; }

    /// <summary>Gets each record before it is read.</summary>
    public Action<ConsumeResult<byte[], byte[]>>? OnRecord { get; set; }

    /// <summary>Gets how many events of a record are of kinds that are left out.</summary>
    public Action<int>? OnLeftOut { get; set; }

    public bool MakesSeveral => parser.MakesSeveral;

    public FieldCounts Fields => parser.Fields;

    public string? Parse(ConsumeResult<byte[], byte[]> record, out Interaction value, out DateTimeOffset eventTime)
    {
        layer.Events++;
        OnRecord?.Invoke(record);
        var problem = parser.Parse(record, out value, out eventTime) ?? CheckTime(eventTime);
        Tell(problem, value);
        return problem;
    }

    public string? ParseAll(
        ConsumeResult<byte[], byte[]> record,
        ICollection<(Interaction Value, DateTimeOffset EventTime)> values,
        out int leftOut)
    {
        layer.Events++;
        OnRecord?.Invoke(record);
        var problem = parser.ParseAll(record, values, out leftOut)
            ?? values.Select(each => CheckTime(each.EventTime)).FirstOrDefault(each => each is not null);
        if (problem is not null)
        {
            Tell(problem, default);
            return problem;
        }

        OnLeftOut?.Invoke(leftOut);
        foreach (var (value, _) in values)
        {
            Tell(null, value);
        }

        return null;
    }

    private string? CheckTime(DateTimeOffset eventTime) =>
        eventTime < ShopInput.PlausibleTimes.Earliest
            ? $"the event time {eventTime:O} is before {ShopInput.PlausibleTimes.Earliest:O}"
        : maxAhead is { } skew && eventTime - TimeProvider.System.GetUtcNow() > skew
            ? $"the event time {eventTime:O} is more than {skew:c} ahead of the clock (--max-future-skew)"
        : null;

    private void Tell(string? problem, in Interaction value)
    {
        log?.WriteLine(Plain.Short(
            $"{layer.Name} {layer.Events}: " + (problem ?? $"{value.EventTime:yyyy-MM-dd HH:mm:ss} user {value.User} "
                + $"{value.Kind.ToString().ToLowerInvariant()} item {value.Item} {value.Brand} {value.CategoryPath}"),
            200));
        if (problem is null)
        {
            OnTime?.Invoke(value.EventTime);
        }
    }
}
