using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// What is popular on the present day of event time, in UTC; the value is the popularity. Empty when a day begins.
/// </summary>
/// <remarks>Bound: so many items a day; one more does not count on that day.</remarks>
internal sealed class PopularOfDay<TUser, TItem>(int maxItems, KindWeights weights) : ICandidateSource<TUser, TItem>
    where TItem : notnull
{
    private readonly IComparer<TItem> _itemOrder = ItemOrder.OrDefault<TItem>(null);
    private KeyTable<TItem> _items = new(null);
    private PopularItems<TItem> _popular = new(ItemOrder.OrDefault<TItem>(null));
    private CandidateSink<TItem>? _candidates;
    private Func<TItem, bool>? _accept;
    private long _day;

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.PopularOfDay;

    /// <summary>Learns an event; one of a day that is over does not count.</summary>
    public void Learn(TItem item, InteractionKind kind, DateTimeOffset eventTime)
    {
        var day = eventTime.UtcTicks / TimeSpan.TicksPerDay;
        if (day > _day)
        {
            Begin(day);
        }

        var slot = _items.Find(item);
        if (day == _day && (slot >= 0 || _items.Count < maxItems))
        {
            _popular.Add(slot >= 0 ? slot : _items.Add(item), item, TrendWeight.ToUnits(weights.Of(kind)));
        }
    }

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        _candidates = candidates;
        var found = _popular.Top(candidates.Wanted, _accept ??= item => _candidates.Accepts(item));
        _candidates = null;
        foreach (var slot in found)
        {
            candidates.Add(_items[slot], TrendWeight.FromUnits(_popular.UnitsOf(slot)));
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_day);
        writer.WriteCount(_items.Count);
        for (var slot = 0; slot < _items.Count; slot++)
        {
            writer.Write(_items[slot]);
            writer.WriteInt64(_popular.UnitsOf(slot));
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Begin(reader.ReadInt64());
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (item, units) = (reader.Read<TItem>(), reader.ReadInt64());
            if (item is null || _items.Find(item) >= 0 || _items.Count == maxItems || units < 0)
            {
                throw new SnapshotException($"Item {item} twice, one too many, or badly counted: damaged.");
            }

            _popular.Add(_items.Add(item), item, units);
        }
    }

    private void Begin(long day) => (_day, _items, _popular) = (day, new(null), new(_itemOrder));
}
