using System.Globalization;
using System.Text;
using RxRecs.Recommenders;

namespace RxRecs.Csv;

/// <summary>The lines of a file of vectors: an item and its numbers in each.</summary>
internal static class VectorRows
{
    public static ItemVectors<Id> Read(
        Stream input, string source, ShopFileOptions options, Action<DeadLetter>? onDeadLetter)
    {
        var guard = new LineGuard(input, options.MaxRecordSize);
        var line = LayoutFinder.FirstLine(guard, source, out var isWhole);
        if (!isWhole)
        {
            throw new ShopFileException(
                source, $"the first line is longer than {line.Length:N0} bytes: not a file of vectors.");
        }

        if (line.IndexOfAnyExcept((byte)' ') < 0)
        {
            throw new ShopFileException(
                source, "the first line is empty; a header or a vector was expected, by which lines are read.");
        }

        var dead = new DeadRows(nameof(ItemVectorsFile), source, onDeadLetter);
        if (line.TrimStart((byte)' ').StartsWith("{"u8))
        {
            using var objects = RecordSource.Lines(guard, '\u001f', options);
            return Read(objects, new VectorJsonDecoder(), builder: null, dead);
        }

        var separator = Separator(line);
        using var records = separator == ' '
            ? RecordSource.Lines(guard, separator, options)
            : RecordSource.Table(guard, separator, '"', hasHeader: false, options);
        var decoder = new VectorFieldsDecoder(mayEndBlank: separator == ' ');
        return Read(records, decoder, ReadHeader(line, separator, records, source), dead);
    }

    private static ItemVectors<Id> Read(
        RecordSource records,
        RowDecoder<VectorRow> decoder,
        ItemVectorsBuilder<Id>? builder,
        DeadRows dead)
    {
        while (records.Read(fieldCount: 0))
        {
            if (Add(records, decoder, ref builder) is { } problem)
            {
                dead.Add(records, problem);
            }
        }

        dead.ThrowIfNoneReadable(builder?.Count ?? 0);
        return builder!.Build(); // the first line is a header, a vector or a dead row
    }

    private static string? Add(
        RecordSource records, RowDecoder<VectorRow> decoder, ref ItemVectorsBuilder<Id>? builder)
    {
        if (records.FindProblem(fieldCount: 0, allowShortRows: null) is { } malformed)
        {
            return malformed;
        }

        if (decoder.Decode(records.Reader, records.Line, out var row) is { } unreadable)
        {
            return unreadable;
        }

        if (row.Numbers.IsEmpty)
        {
            return "the vector has no numbers";
        }

        // The first vector that has a direction tells how many numbers there are.
        var known = builder ?? new(row.Numbers.Length);
        if (row.Numbers.Length != known.Dimensions)
        {
            return $"the vector has {Numbers(row.Numbers.Length)}, not {known.Dimensions:N0}";
        }

        var problem = known.Problem(row.Item, row.Numbers.Span);
        builder = known.Count > 0 ? known : builder;
        return problem;
    }

    /// <summary>Reads the header, if there is one.</summary>
    /// <returns>A builder for vectors of the length that the header names; null without a header.</returns>
    private static ItemVectorsBuilder<Id>? ReadHeader(
        ReadOnlySpan<byte> line, char separator, RecordSource records, string source)
    {
        var told = separator == ' ' ? ReadDimensions(line) : null;
        if (told is null && !IsHeader(line, separator))
        {
            return null;
        }

        records.Read(fieldCount: 0);
        var dimensions = told
            ?? VectorFieldsDecoder.CountFields(records.Reader, mayEndBlank: separator == ' ') - 1;
        return dimensions is > 0 and <= ItemVectors<Id>.MostDimensions
            ? new(dimensions)
            : throw new ShopFileException(
                source,
                $"the first line tells of {Numbers(dimensions)} for each item; a vector has 1 to "
                + $"{ItemVectors<Id>.MostDimensions:N0}. A line is an id and its numbers.");
    }

    private static char Separator(ReadOnlySpan<byte> line)
    {
        var separator = LayoutFinder.Separator(line);
        return line.Contains((byte)separator) ? separator : ' ';
    }

    /// <summary>
    /// Gives the number of numbers in each vector where a line is two whole numbers, of which that is the second.
    /// </summary>
    private static int? ReadDimensions(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line).TrimEnd().Split(' ') is [{ Length: > 0 } vectors, var numbers]
        && vectors.All(char.IsAsciiDigit)
        && int.TryParse(numbers, NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions)
            ? dimensions
            : null;

    private static bool IsHeader(ReadOnlySpan<byte> line, char separator)
    {
        var isFirst = true;
        foreach (var range in line.Split((byte)separator))
        {
            var text = line[range];
            if (isFirst && Encoding.UTF8.GetString(text).Trim(' ', '"').ToUpperInvariant() is "" or "ITEM" or "ID")
            {
                return true;
            }

            if (!isFirst && VectorNumbers.TryParse(text, out _))
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }

    private static string Numbers(int count) => count == 1 ? "1 number" : $"{count:N0} numbers";
}
