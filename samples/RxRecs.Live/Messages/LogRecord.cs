using System.Buffers;

namespace RxRecs.Live.Messages;

/// <summary>
/// One record of the log as the pipeline learns it: an interaction, of which no object is made, or whatever else was
/// written.
/// </summary>
/// <param name="Interaction">The interaction, where <paramref name="Other"/> is null.</param>
/// <param name="Other">The message that is read as a whole: a change, one with a key, one that is unusual.</param>
internal readonly record struct LogRecord(Interaction Interaction, ShopMessage? Other)
{
    [ThreadStatic]
    private static TextCache? _texts;

    /// <summary>Makes the record of a message.</summary>
    public static LogRecord Of(ShopMessage message) => new(default, message);

    /// <summary>Writes a record.</summary>
    public static void Write(LogRecord message, IBufferWriter<byte> output) =>
        ShopMessageFormat.Write(message.Other ?? ShopMessageFormat.Of(message.Interaction), output);

    /// <summary>Reads a record.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Read(ReadOnlySpan<byte> json, out LogRecord message)
    {
        if (FlatInteraction.TryRead(json, out var flat, out var length) && length == json.Length && flat.HasTime
            && flat.TryMake(default, _texts ??= new(), out var interaction))
        {
            message = new(interaction, null);
            return null;
        }

        var problem = ShopMessageFormat.Read(json, out var other);
        message = Of(other);
        return problem;
    }
}
