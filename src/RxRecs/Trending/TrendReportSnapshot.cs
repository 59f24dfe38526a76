using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The newest report in a snapshot: what was compared, with all its changes. It is not made anew from buckets, because
/// a bucket that is read back has lost the equality of its items, and a score is user code that may fail.
/// </summary>
internal static class TrendReportSnapshot
{
    public static void Write<TItem>(SnapshotWriter writer, TrendReport<TItem>? report)
        where TItem : notnull
    {
        writer.WriteBoolean(report is not null);
        if (report is null)
        {
            return;
        }

        writer.WriteInt64(report.Buckets);
        writer.WriteBoolean(report.Transition is not null);
        if (report.Transition is { } transition)
        {
            Write(writer, transition.Before);
            Write(writer, transition.Now);
            writer.WriteByte((byte)transition.Basis);
            writer.WriteBoolean(transition.IsPartial);
            writer.WriteBoolean(transition.IsApproximate);
            writer.WriteDouble(transition.MaxError);
            writer.WriteCount(transition.Changes.Count);
            foreach (var change in transition.Changes)
            {
                Write(writer, change);
            }
        }
    }

    public static TrendReport<TItem>? Read<TItem>(
        SnapshotReader reader, string scoreName, TrendRankingOptions ranking, IComparer<TItem>? itemOrder)
        where TItem : notnull
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        var buckets = reader.ReadInt64();
        Require(buckets >= 0);
        if (!reader.ReadBoolean())
        {
            return new TrendReport<TItem>(TrendReportStatus.NotEnoughData, null, buckets);
        }

        var periods = (ReadPeriod(reader), ReadPeriod(reader));
        var basis = (TrendBasis)reader.ReadByte();
        Require(Enum.IsDefined(basis));
        var quality = (reader.ReadBoolean(), IsApproximate: reader.ReadBoolean(), MaxError: reader.ReadDouble());
        Require(quality.MaxError >= 0 && quality.MaxError <= (quality.IsApproximate ? double.MaxValue : 0));
        var changes = new TrendChange<TItem>[reader.ReadCount()];
        foreach (ref var change in changes.AsSpan())
        {
            change = ReadChange<TItem>(reader);
        }

        var transition = TrendTransition<TItem>.InOrder(periods, basis, scoreName, changes, itemOrder, quality);
        return TrendRanker.Rank(transition, changes, ranking, buckets);
    }

    private static void Write(SnapshotWriter writer, TrendPeriod period)
    {
        writer.WriteInt64(period.FirstIndex);
        writer.WriteInt64(period.LastIndex);
        writer.WriteInt64(period.Start.UtcTicks);
        writer.WriteInt64(period.End.UtcTicks);
    }

    private static TrendPeriod ReadPeriod(SnapshotReader reader)
    {
        var (first, last) = (reader.ReadInt64(), reader.ReadInt64());
        var (start, end) = (reader.ReadInt64(), reader.ReadInt64());
        Require(first <= last && start >= 0 && start <= end && end <= DateTimeOffset.MaxValue.UtcTicks);
        return new TrendPeriod(first, last, new(start, TimeSpan.Zero), new(end, TimeSpan.Zero));
    }

    private static void Write<TItem>(SnapshotWriter writer, TrendChange<TItem> change)
    {
        writer.Write(change.Item);
        writer.WriteDouble(change.Before);
        writer.WriteDouble(change.Now);
        writer.WriteBoolean(change.Score is not null);
        if (change.Score is { } score)
        {
            writer.WriteDouble(score);
        }
    }

    private static TrendChange<TItem> ReadChange<TItem>(SnapshotReader reader)
    {
        var (item, before, now) = (reader.Read<TItem>(), reader.ReadDouble(), reader.ReadDouble());
        Require(item is not null && double.IsFinite(before) && double.IsFinite(now) && before >= 0 && now >= 0);
        return new TrendChange<TItem>(item, before, now, reader.ReadBoolean() ? reader.ReadDouble() : null);
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException("A trend report that cannot be: the snapshot is damaged.");
        }
    }
}
