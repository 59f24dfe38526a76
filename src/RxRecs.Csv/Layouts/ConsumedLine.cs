namespace RxRecs.Csv;

/// <summary>
/// Finds the value in a line that a console consumer of Kafka has saved of a record, behind what it prints before it,
/// with a tab after each: the record's time, partition, offset, delivery count, epoch, headers and key.
/// </summary>
internal static class ConsumedLine
{
    private static ReadOnlySpan<byte> Mark => "\t{\""u8;

    /// <summary>Tells whether a line begins with what a console consumer prints before a value.</summary>
    public static bool Is(ReadOnlySpan<byte> line) =>
        line.StartsWith("CreateTime:"u8) || line.StartsWith("LogAppendTime:"u8) || line.StartsWith("NO_TIMESTAMP\t"u8)
        || line.StartsWith("Partition:"u8) || line.StartsWith("Offset:"u8) || Value(line).Length < line.Length;

    /// <summary>Gives the JSON object that a line ends with; the line itself where there is none behind a
    /// tab.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line)
    {
        var value = IsObject(line.TrimStart(" \t"u8)) ? -1 : line.LastIndexOf(Mark);
        return value < 0 || !line.TrimEnd(" \t\r\n"u8).EndsWith("}"u8) ? line : line[(value + 1)..];
    }

    private static bool IsObject(ReadOnlySpan<byte> line) => line.StartsWith("{"u8);
}
