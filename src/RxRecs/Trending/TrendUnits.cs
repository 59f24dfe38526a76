using RxRecs.Machines;

namespace RxRecs;

/// <summary>Counts by item in a snapshot.</summary>
internal static class TrendUnits
{
    public static void Write<TItem>(SnapshotWriter writer, IReadOnlyCollection<KeyValuePair<TItem, long>> units)
    {
        writer.WriteCount(units.Count);
        foreach (var (item, value) in units)
        {
            writer.Write(item);
            writer.WriteInt64(value);
        }
    }

    public static Dictionary<TItem, long> Read<TItem>(
        SnapshotReader reader, IEqualityComparer<TItem>? itemEquality, long limit, out long total)
        where TItem : notnull
    {
        var count = reader.ReadCount();
        var units = new Dictionary<TItem, long>(itemEquality);
        total = 0;
        for (var i = 0; i < count; i++)
        {
            var item = reader.Read<TItem>();
            var value = reader.ReadInt64();
            if (item is null || value <= 0 || value > limit - total || !units.TryAdd(item, value))
            {
                throw new SnapshotException($"The count {value} for item '{item}' cannot be: the snapshot is damaged.");
            }

            total += value;
        }

        return units;
    }
}
