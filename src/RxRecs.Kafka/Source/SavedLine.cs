using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Reads a record that a console consumer has saved as a line: that of Kafka with its partition and offset, perhaps its
/// time, headers and key, between tabs; or that of kcat as JSON (<c>-J</c>).
/// </summary>
internal static class SavedLine
{
    private const string NoValue = "null";

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="topic">The topic that it is of.</param>
    /// <param name="record">The record, as a consumer would have brought it; without headers.</param>
    /// <returns>Null, or why it cannot be read.</returns>
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
            or ArgumentException or OverflowException)
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

        if (columns.Length < column + 3 || Number(columns[column], "Partition:") is not { } partition
            || Number(columns[column + 1], "Offset:") is not { } offset)
        {
            return "The line has no partition and offset: save it with print.partition=true and print.offset=true.";
        }

        // Headers are the first of three, and are not read.
        var rest = columns.Length - column - 2;
        if (rest > 3)
        {
            return "The line has tabs in its key or value: save it as JSON with kcat -J.";
        }

        Place(record, partition, offset);
        record.Message.Key = (rest > 1 ? Bytes(columns[^2]) : null)!;
        record.Message.Value = Bytes(columns[^1])!;
        return null;
    }

    private static string? ReadJson(string line, ConsumeResult<byte[], byte[]> record)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.GetProperty("topic").GetString() is { } topic && topic != record.Topic)
        {
            return $"The line is of topic '{topic}', not of '{record.Topic}'.";
        }

        Place(record, root.GetProperty("partition").GetInt64(), root.GetProperty("offset").GetInt64());
        if (root.TryGetProperty("ts", out var time))
        {
            var isAppended = root.TryGetProperty("tstype", out var type) && type.GetString() == "logappend";
            record.Message.Timestamp = new Timestamp(
                time.GetInt64(), isAppended ? TimestampType.LogAppendTime : TimestampType.CreateTime);
        }

        record.Message.Key = Bytes(root, "key")!;
        record.Message.Value = Bytes(root, "payload")!;
        return null;
    }

    private static void Place(ConsumeResult<byte[], byte[]> record, long partition, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        (record.Partition, record.Offset) = (checked((int)partition), offset);
    }

    private static long? Number(string column, string prefix) =>
        column.StartsWith(prefix, StringComparison.Ordinal)
        && long.TryParse(column.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static byte[]? Bytes(JsonElement root, string name) =>
        root.TryGetProperty(name, out var text) && text.GetString() is { } found ? Encoding.UTF8.GetBytes(found) : null;

    // A console consumer writes this for none.
    private static byte[]? Bytes(string column) => column == NoValue ? null : Encoding.UTF8.GetBytes(column);
}
