using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Live.Messages;

namespace RxRecs.Live.Events;

/// <summary>
/// Reads the topic's records: this server's, which a header marks, and those of others, which are interactions in any
/// form that <see cref="InteractionJson"/> takes, or changes as the endpoints take them.
/// </summary>
internal sealed class TopicMessageParser : IRecordParser<ShopMessage>
{
    private const string OwnHeader = "rxrecs-live";

    /// <summary>Makes the headers of what this server writes.</summary>
    public static Headers OwnHeaders() => new() { { OwnHeader, "1"u8.ToArray() } };

    public string? Parse(
        ConsumeResult<byte[], byte[]> record, out ShopMessage value, out DateTimeOffset eventTime)
    {
        (value, eventTime) = (null!, default);
        if (record.Message.Value is not { } json)
        {
            return "the record has no value";
        }

        var problem = IsOwn(record) ? ShopMessageFormat.Read(json, out value) : ReadForeign(json, out value);
        eventTime = problem is null ? value.EventTime!.Value : default;
        return problem;
    }

    private static bool IsOwn(ConsumeResult<byte[], byte[]> record) =>
        record.Message.Headers is { } headers && headers.TryGetLastBytes(OwnHeader, out _);

    private static string? ReadForeign(byte[] json, out ShopMessage value)
    {
        var problem = InteractionJson.Parse(json, out var interaction);
        if (problem is null)
        {
            value = ShopMessageFormat.Of(interaction);
            return ShopMessageFormat.Check(value);
        }

        // What the shop states of an item, a merge or an erasure; of anything else the first reason says more.
        var other = ShopMessageFormat.Read(json, out value);
        return other is null || ShopMessageFormat.IsChange(value) ? other : problem;
    }
}
