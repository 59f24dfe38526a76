using RxRecs.Live.Messages;

namespace RxRecs.Live.Events;

/// <summary>Appends messages that are objects.</summary>
internal static class EventLogMessages
{
    /// <summary>Appends messages one behind the other.</summary>
    /// <returns>Ends once all are kept, with the position of the first; null where the log does not tell it.</returns>
    /// <exception cref="IOException">They are not kept, or whether they are is not known.</exception>
    public static async Task<long?> AppendAsync(this IEventLog log, IReadOnlyList<ShopMessage> messages)
    {
        var batch = MessageBatch.Of(messages);
        try
        {
            return await log.AppendAsync(batch);
        }
        finally
        {
            batch.Return();
        }
    }
}
