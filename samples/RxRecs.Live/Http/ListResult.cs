using System.Buffers;
using System.Text.Json;
using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>
/// Answers with a list: <c>items</c>, best first; <c>asOf</c>, the time of the newest event that it knows; <c>age</c>,
/// how many milliseconds ago it was made; <c>complete</c>, whether all that the log had when the server started was
/// known; <c>stale</c>, whether it would have been made anew, had the server had the time and the log answered; and
/// <c>notice</c>, where the list is not the user's own.
/// </summary>
/// <remarks>Most answers are of lists that were there already, whose items are JSON by then.</remarks>
internal readonly struct ListResult(CachedList list, int count, DateTimeOffset now, bool isStale) : IResult
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _items;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = Write();
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;

        // Copied at once: the thread's buffer is free for its next answer.
        response.BodyWriter.Write(json);
        var flushed = response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }

    /// <summary>Tells how many milliseconds ago something was made.</summary>
    public static double Age(DateTimeOffset made, DateTimeOffset now) =>
        Math.Max(0, Math.Round((now - made).TotalMilliseconds));

    private ReadOnlySpan<byte> Write()
    {
        var items = _items ??= new(4_096);
        var buffer = _buffer ??= new(4_096);
        var writer = _writer ??= new(buffer);
        items.ResetWrittenCount();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        var head = list.Copy(count, items);
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        if (items.WrittenCount > 0)
        {
            writer.WriteRawValue(items.WrittenSpan, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteString("asOf"u8, head.AsOf);
        writer.WriteNumber("age"u8, Age(head.Made, now));
        writer.WriteBoolean("complete"u8, head.IsComplete);
        writer.WriteBoolean("stale"u8, isStale);
        if (head.Notice is { } notice)
        {
            writer.WriteString("notice"u8, notice);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
