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
        using var records = RecordSource.Table(guard, LayoutFinder.Separator(line), '"', hasHeader: true, options);
        var map = new ColumnMap(records.Headers);
        if (Array.Find(Columns, column => map.Find(column) < 0) is { } missing)
        {
            throw new ShopFileException(
                source,
                $"no column {missing}; found {string.Join(", ", records.Headers)}. A table of neighbors has the columns"
                + $" {string.Join(", ", Columns)}.");
        }

        var places = (map.Find(Columns[0]), map.Find(Columns[1]), map.Find(Columns[2]));
        var builder = new NeighborTableBuilder<Id>();
        var ids = new TextPool(12, "", isForNames: true);
        var dead = new DeadRows(nameof(NeighborTableFile), source, onDeadLetter);
        while (records.Read(map.Count))
        {
            var problem = records.FindProblem(map.Count, allowShortRows: null)
                ?? Add(records.Reader, places, ids, builder);
            if (problem is not null)
            {
                dead.Add(records, problem);
            }
        }

        dead.ThrowIfNoneReadable(builder.PairCount);
        return builder.Build();
    }

    private static string? Add(
        CsvReader record,
        (int Item, int Neighbor, int Weight) places,
        TextPool ids,
        NeighborTableBuilder<Id> builder)
    {
        var itemText = record.GetSpan(places.Item);
        if (Id.Read(itemText, ids, out var item) is { } wrong)
        {
            return FieldProblem.Describe("item", itemText, wrong);
        }

        var neighborText = record.GetSpan(places.Neighbor);
        if (Id.Read(neighborText, ids, out var neighbor) is { } wrongNeighbor)
        {
            return FieldProblem.Describe("neighbor", neighborText, wrongNeighbor);
        }

        return float.TryParse(
            record.GetSpan(places.Weight), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? builder.Problem(item, neighbor, weight)
            : "the weight is not a number";
    }
}
