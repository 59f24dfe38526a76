using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Counts what a layer receives, refuses what is dated too early to be true, and tells of every message if there is a
/// log.
/// </summary>
internal sealed class LayerParser(
    IRecordParser<Interaction> parser, LayerCount layer, TextWriter? log, Action<DateTimeOffset>? onTime = null)
    : IRecordParser<Interaction>
{
    public string? Parse(ConsumeResult<byte[], byte[]> record, out Interaction value, out DateTimeOffset eventTime)
    {
        layer.Events++;
        var problem = parser.Parse(record, out value, out eventTime) ?? CheckTime(eventTime);
        log?.WriteLine(Plain.Short(
            $"{layer.Name} {layer.Events}: " + (problem ?? $"{eventTime:yyyy-MM-dd HH:mm:ss} user {value.User} "
                + $"{value.Kind.ToString().ToLowerInvariant()} item {value.Item} {value.Brand} {value.CategoryPath}"),
            200));
        if (problem is null)
        {
            onTime?.Invoke(eventTime);
        }

        return problem;
    }

    private static string? CheckTime(DateTimeOffset eventTime) => eventTime < ShopInput.PlausibleTimes.Earliest
        ? $"the event time {eventTime:O} is before {ShopInput.PlausibleTimes.Earliest:O}"
        : null;
}
