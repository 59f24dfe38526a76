using System.Globalization;
using CsvHelper;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Csv;

/// <summary>The rows of a table of neighbors: an item, a neighbor and its weight in each.</summary>
internal static class NeighborRows
{
    /// <summary>The columns that the header names, in any order; others are passed over.</summary>
    public static string[] Columns { get; } = ["item", "neighbor", "weight"];

    public static NeighborTable<Id> Read(
        Stream input, string source, ShopFileOptions options, Action<DeadLetter>? onDeadLetter)
    {
        var guard = new LineGuard(input, options.MaxRecordSize);
        var line = LayoutFinder.FirstLine(guard, source, out _);
        using var records = RecordSource.Table(guard, LayoutFinder.Separator(line), '"', form: null, options);
        var map = new ColumnMap(records.Headers);
        if (Array.Find(Columns, column => map.Find(column) < 0) is { } missing)
        {
            throw new ShopFileException(
                source,
                $"no column {missing}; found {string.Join(", ", records.Headers)}. A table of neighbors has the columns "
                + $"{string.Join(", ", Columns)}.");
        }

        var places = (map.Find(Columns[0]), map.Find(Columns[1]), map.Find(Columns[2]));
        var builder = new NeighborTableBuilder<Id>();
        var (dead, first) = (0L, default(string));
        while (records.Read(map.Count))
        {
            var problem = records.FindProblem(map.Count, allowShortRows: false)
                ?? Add(records.Reader, places, builder);
            if (problem is not null)
            {
                dead++;
                first ??= $"line {records.Line}: {problem}";
                SetAsideEvents.Add(nameof(NeighborTableFile), SetAsideEvents.Unreadable);
                onDeadLetter?.Invoke(
                    DeadLetter.FromUtf8(records.Line, problem, records.Reader.RawRecord, source));
            }
        }

        return dead > 0 && builder.PairCount == 0
            ? throw new ShopFileException(source, $"none of {dead:N0} rows can be read; {first}.")
            : builder.Build();
    }

    private static string? Add(
        CsvReader record, (int Item, int Neighbor, int Weight) places, NeighborTableBuilder<Id> builder)
    {
        if (!Id.TryParse(record.GetSpan(places.Item), out var item))
        {
            return "the item is not an id";
        }

        if (!Id.TryParse(record.GetSpan(places.Neighbor), out var neighbor))
        {
            return "the neighbor is not an id";
        }

        return float.TryParse(
            record.GetSpan(places.Weight), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? builder.Problem(item, neighbor, weight)
            : "the weight is not a number";
    }
}
