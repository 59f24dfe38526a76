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
internal sealed class ListResult(CachedList list, int count, double age, bool isStale) : IResult
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

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
        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }

    private ReadOnlySpan<byte> Write()
    {
        var buffer = _buffer ??= new(4_096);
        var writer = _writer ??= new(buffer);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("items"u8);
        writer.WriteRawValue(list.ItemsAsJson(count), skipInputValidation: true);
        writer.WriteString("asOf"u8, list.AsOf);
        writer.WriteNumber("age"u8, age);
        writer.WriteBoolean("complete"u8, list.IsComplete);
        writer.WriteBoolean("stale"u8, isStale);
        if (list.Notice is { } notice)
        {
            writer.WriteString("notice"u8, notice);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
