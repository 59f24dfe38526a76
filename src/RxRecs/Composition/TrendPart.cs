using RxRecs.Machines;

namespace RxRecs;

/// <summary>Brings what trends, as <c>TopTrends</c> reports it.</summary>
internal sealed class TrendPart<TItem>(IObservable<TrendReport<TItem>> stream, int maxItems)
    : StreamPart<TrendReport<TItem>>(stream, static () => 1)
    where TItem : notnull
{
    private IHasState<TrendReport<TItem>?>? _machine;
    private TrendReport<TItem>? _newest;

    public TrendReport<TItem>? Report => IsSavedByOperator ? _machine!.State : _newest;

    public override void Put(TrendReport<TItem> value) => _newest = value;

    public override void OnCompleted()
    {
        _newest = Report;
        base.OnCompleted();
    }

    /// <summary>Writes what a list needs: the rising items.</summary>
    public override void Snapshot(SnapshotWriter writer)
    {
        writer.WriteBoolean(_newest is not null);
        var rising = _newest?.Rising ?? [];
        var count = Math.Min(rising.Count, maxItems);
        writer.WriteCount(count);
        for (var i = 0; i < count; i++)
        {
            writer.Write(rising[i].Item);
            writer.WriteDouble(rising[i].Before);
            writer.WriteDouble(rising[i].Now);
            writer.WriteBoolean(rising[i].Score is not null);
            writer.WriteDouble(rising[i].Score ?? 0);
        }
    }

    /// <summary>Restores a report that has the rising items and says of nothing else that it is known.</summary>
    public override void Restore(SnapshotReader reader)
    {
        var isKnown = reader.ReadBoolean();
        var rising = new List<TrendChange<TItem>>();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (item, before, now) = (reader.Read<TItem>(), reader.ReadDouble(), reader.ReadDouble());
            var hasScore = reader.ReadBoolean();
            var score = reader.ReadDouble();
            rising.Add(new TrendChange<TItem>(item, before, now, hasScore ? score : null));
        }

        _newest = isKnown
            ? new TrendReport<TItem>(TrendReportStatus.NotEnoughData, null, 0) { Rising = rising }
            : null;
    }

    protected override object? KeyOf(TrendReport<TItem> value) => this;

    protected override bool TryRead(object machine) =>
        (_machine = machine as IHasState<TrendReport<TItem>?>) is not null;
}
