using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Reads a record that a console consumer has saved as a line: that of Kafka with its partition and offset, perhaps its
/// time, delivery count, epoch, headers and key, between tabs; or that of kcat as JSON (<c>-J</c>).
/// </summary>
internal static class SavedLine
{
    private const string NoValue = "null";
    private const string NoHeaders = "NO_HEADERS";
    private const string NoNumber = "NOT_PRESENT";

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="topic">The topic that it is of.</param>
    /// <param name="record">The record, as a consumer would have brought it.</param>
    /// <returns>Null on success; otherwise the reason why the line cannot be read.</returns>
    public static string? Read(string line, string topic, out ConsumeResult<byte[], byte[]> record)
    {
        record = new ConsumeResult<byte[], byte[]>
        {
            Topic = topic,
            Offset = Offset.Unset,
            Message = new Message<byte[], byte[]> { Timestamp = Timestamp.Default },
        };
        try
        {
            return line.StartsWith('{') ? ReadJson(line, record) : ReadColumns(line.Split('\t'), record);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            return "The line is not one of a console consumer with partition and offset.";
        }
    }

    private static string? ReadColumns(string[] columns, ConsumeResult<byte[], byte[]> record)
    {
        var column = 0;
        if (Number(columns[0], "CreateTime:") is { } created)
        {
            record.Message.Timestamp = new Timestamp(created, TimestampType.CreateTime);
            column++;
        }
        else if (Number(columns[0], "LogAppendTime:") is { } appended)
        {
            record.Message.Timestamp = new Timestamp(appended, TimestampType.LogAppendTime);
            column++;
        }
        else if (columns[0] == "NO_TIMESTAMP")
        {
            column++;
        }

        if (columns.Length < column + 2 || Number(columns[column], "Partition:") is not { } partition
            || Number(columns[column + 1], "Offset:") is not { } offset)
        {
            return "The line has no partition and offset: save it with print.partition=true and print.offset=true.";
        }

        // Of three the first holds headers; of two it does if it says that there are none.
        column += 2;
        column += IsNumber(columns, column, "Delivery:") ? 1 : 0;
        column += IsNumber(columns, column, "Epoch:") ? 1 : 0;
        var rest = columns.Length - column;
        if (rest > 3)
        {
            return "The line has tabs in its key or value: save it as JSON with kcat -J.";
        }

        if (rest == 0)
        {
            return "The line has no value behind its offset: save it with print.value=true.";
        }

        if (partition > int.MaxValue)
        {
            return "The partition of the line is too large a number.";
        }

        var hasHeaders = rest == 3 || (rest == 2 && columns[column] == NoHeaders);
        if (hasHeaders && !ReadHeaders(columns[column], record))
        {
            return "The headers of the line are not name:value, name:value: a key or value with tabs, and headers with "
                + "commas, are saved whole as JSON with kcat -J.";
        }

        Place(record, partition, offset);
        record.Message.Key = (rest - (hasHeaders ? 1 : 0) > 1 ? Bytes(columns[^2]) : null)!;
        record.Message.Value = Bytes(columns[^1])!;
        return null;
    }

    private static string? ReadJson(string line, ConsumeResult<byte[], byte[]> record)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (Text(root, "topic") is { } topic && topic != record.Topic)
        {
            return $"The line is of topic '{topic}', not of '{record.Topic}'.";
        }

        if (Number(root, "partition") is not (>= 0 and <= int.MaxValue and var partition)
            || Number(root, "offset") is not (>= 0 and var offset))
        {
            return "The line has no 'partition' and 'offset' that are numbers from 0 on.";
        }

        Place(record, partition, offset);
        if (root.TryGetProperty("ts", out var time))
        {
            var isAppended = Text(root, "tstype") == "logappend";
            record.Message.Timestamp = new Timestamp(
                time.GetInt64(), isAppended ? TimestampType.LogAppendTime : TimestampType.CreateTime);
        }

        if (root.TryGetProperty("headers", out var headers))
        {
            ReadHeaders(headers, record);
        }

        record.Message.Key = Bytes(root, "key")!;
        record.Message.Value = Bytes(root, "payload")!;
        return null;
    }

    // False if a header has no name. What has no colon is the rest of a value with a comma.
    private static bool ReadHeaders(string column, ConsumeResult<byte[], byte[]> record)
    {
        if (column == NoHeaders)
        {
            return true;
        }

        var texts = new List<(string Name, string Value)>();
        foreach (var part in column.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                texts.Add((part[..colon], part[(colon + 1)..]));
            }
            else if (colon < 0 && texts.Count > 0)
            {
                texts[^1] = (texts[^1].Name, $"{texts[^1].Value},{part}");
            }
            else
            {
                return false;
            }
        }

        record.Message.Headers = [];
        texts.ForEach(each => record.Message.Headers.Add(each.Name, Bytes(each.Value)!));
        return true;
    }

    // Names and values take turns.
    private static void ReadHeaders(JsonElement headers, ConsumeResult<byte[], byte[]> record)
    {
        var texts = headers.EnumerateArray().Select(static each => each.GetString()).ToList();
        record.Message.Headers = [];
        foreach (var pair in texts.Chunk(2))
        {
            record.Message.Headers.Add(pair[0], pair is [_, { } value] ? Encoding.UTF8.GetBytes(value) : null);
        }
    }

    private static void Place(ConsumeResult<byte[], byte[]> record, long partition, long offset) =>
        (record.Partition, record.Offset) = ((int)partition, offset);

    private static long? Number(string column, string prefix) =>
        column.StartsWith(prefix, StringComparison.Ordinal)
        && long.TryParse(column.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool IsNumber(string[] columns, int at, string prefix) =>
        at < columns.Length
        && (columns[at] == prefix + NoNumber || Number(columns[at], prefix) is not null);

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number
        && found.TryGetInt64(out var number)
            ? number
            : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static byte[]? Bytes(JsonElement root, string name) =>
        Text(root, name) is { } found ? Encoding.UTF8.GetBytes(found) : null;

    // A console consumer writes this for none.
    private static byte[]? Bytes(string column) => column == NoValue ? null : Encoding.UTF8.GetBytes(column);
}
