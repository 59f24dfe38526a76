using System.Buffers;
using RxRecs.Live.Messages;

namespace RxRecs.Live.Http;

/// <summary>
/// Reads the body of <c>POST /interactions</c> as most programs write it straight into what the log keeps: no object is
/// made of a message. A body of which it does not know all is left to be read in another way.
/// </summary>
internal static class FlatBody
{
    /// <summary>Reads a body to its end.</summary>
    /// <param name="request">The request, whose body is still there where null is returned.</param>
    /// <param name="clock">The clock of messages without a time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The messages; null where they are to be read in another way, whether they are right or wrong.</returns>
    public static async Task<MessageBatch?> TryRead(
        HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = request.BodyReader;
        var read = await body.ReadAsync(cancellationToken);
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(cancellationToken);
        }

        var batch = MessageBatch.Rent();
        if (TryParse(read.Buffer, batch, clock.GetUtcNow()))
        {
            body.AdvanceTo(read.Buffer.End);
            return batch;
        }

        body.AdvanceTo(read.Buffer.Start);
        batch.Return();
        return null;
    }

    private static bool TryParse(in ReadOnlySequence<byte> body, MessageBatch batch, DateTimeOffset now)
    {
        var length = (int)body.Length;
        var json = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(json);
            return TryParse(json.AsSpan(0, length), batch, now);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }

    /// <summary>Reads one object, or a list of them.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> json, MessageBatch batch, DateTimeOffset now)
    {
        var scanner = new FlatScanner(json);
        var isList = scanner.TryTake((byte)'[');
        do
        {
            if (batch.Count == RequestPart.MostParts
                || !FlatInteraction.TryRead(json[scanner.Position..], out var value, out var length)
                || !value.TryMake(now, null, out var interaction)
                || Check.Time(interaction.EventTime, now) is not null)
            {
                return false;
            }

            scanner.Skip(length);
            batch.Add(in value, interaction.User, now);
        }
        while (isList && scanner.TryTake((byte)','));

        return (!isList || scanner.TryTake((byte)']')) && scanner.IsAtEnd();
    }
}
