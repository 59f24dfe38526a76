using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Trains a linear model from item to item over visits, and gives it as a table of neighbors (Choi, Kim, Lee, Shim and
/// Lee: Session-aware Linear Item-Item Models for Session-based Recommendation, WWW 2021).
/// </summary>
/// <remarks>
/// <para>
/// Two ridge regressions with one closed form: X holds 1 for each item of a visit, its rows brought to length 1; for
/// each cut of a visit S holds its past and T its future, each place with exp(-distance from the cut / position range);
/// W holds exp(-age of the visit / time range). B = (a X'WX + (1-a) S'WS + lambda I)^-1 (a X'WX + (1-a) S'WT). Of each
/// row of B the greatest weights are kept, those above 0.
/// </para>
/// <para>
/// The inverse is worked out by tiles in single precision. Memory grows with the square of the items, half a square in
/// 4 bytes, and time with their cube: <see cref="Measure"/> says before how much. The same visits in the same order
/// give the same table with any number of threads.
/// </para>
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class LinearModelTrainer<TItem>
    where TItem : notnull
{
    private readonly LinearModelOptions _options;
    private readonly IComparer<TItem> _itemOrder;
    private readonly SnapshotCodecs? _codecs;
    private readonly KeyTable<TItem> _items = new(null);
    private readonly List<int> _counts = [];
    private readonly List<int> _events = [];
    private readonly List<int> _visitEnds = [];
    private readonly List<long> _times = [];

    /// <summary>Makes a trainer without visits.</summary>
    /// <param name="options">The options of the training; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score, or as frequent at the bound; null for the items' own order, the lower first.
    /// </param>
    /// <param name="codecs">The codecs that write items for the table's hash; null for the built-in codecs.</param>
    /// <exception cref="ArgumentException"><typeparamref name="TItem"/> has no order and none is given.</exception>
    public LinearModelTrainer(
        LinearModelOptions? options = null, IComparer<TItem>? itemOrder = null, SnapshotCodecs? codecs = null)
    {
        _options = options ?? new LinearModelOptions();
        _itemOrder = ItemOrder.OrDefault(itemOrder);
        _codecs = codecs;
    }

    /// <summary>Gets the number of visits so far.</summary>
    public int VisitCount => _visitEnds.Count;

    /// <summary>Gets the number of distinct items so far.</summary>
    public int ItemCount => _items.Count;

    /// <summary>
    /// Gets the number of events that are left out, because their visit is longer than
    /// <see cref="LinearModelOptions.MaxVisitLength"/>.
    /// </summary>
    public long LeftOutEvents { get; private set; }

    /// <summary>Takes a visit.</summary>
    /// <param name="items">The visit's items, oldest first; an empty visit changes nothing.</param>
    /// <param name="time">The time of the visit's last event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null, or an item is.</exception>
    /// <exception cref="ArgumentException">An item is <see cref="Id.None"/>.</exception>
    public void Add(IReadOnlyList<TItem> items, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(items);
        for (var i = 0; i < items.Count; i++)
        {
            ItemValue.ThrowIfNone(items[i], nameof(items));
        }

        var count = Math.Min(items.Count, _options.MaxVisitLength);
        LeftOutEvents += items.Count - count;
        if (count == 0)
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var slot = _items.Find(items[i]);
            if (slot < 0)
            {
                slot = _items.Add(items[i]);
                _counts.Add(0);
            }

            _counts[slot]++;
            _events.Add(slot);
        }

        _visitEnds.Add(_events.Count);
        _times.Add(time.UtcTicks);
    }

    /// <summary>Measures what training over the visits so far will take.</summary>
    /// <param name="cancellationToken">The token that stops the counting.</param>
    /// <returns>The size.</returns>
    /// <exception cref="OperationCanceledException">The counting was stopped.</exception>
    public LinearModelSize Measure(CancellationToken cancellationToken = default)
    {
        var (slots, pairs) = Prepare();
        var counted = LinearModel.CountPairs(pairs, Parallelism(cancellationToken));
        var kept = slots.Sum(slot => (long)_counts[slot]);
        return new(slots.Length, counted, LinearModel.BytesOf(slots.Length, counted, _options) + VisitBytes)
        {
            LeftOutItems = _items.Count - slots.Length,
            LeftOutEvents = LeftOutEvents + _events.Count - kept,
        };
    }

    /// <summary>Trains the model over the visits so far.</summary>
    /// <param name="progress">The receiver of the share that is done, from 0 to 1, on whatever thread does it.</param>
    /// <param name="cancellationToken">The token that stops the training.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArithmeticException">
    /// The matrix cannot be inverted in single precision: give a greater regularization.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public NeighborTable<TItem> Train(
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var (slots, pairs) = Prepare();
        var builder = new NeighborTableBuilder<TItem>(_itemOrder, _codecs);
        LinearModel.Train(
            pairs,
            _options,
            Parallelism(cancellationToken),
            progress,
            (item, neighbor, weight) => builder.Add(_items[slots[item]], _items[slots[neighbor]], weight));
        return builder.Build();
    }

    private long VisitBytes => (5L * sizeof(int) * _events.Count) + (48L * _visitEnds.Count) + (64L * _items.Count);

    private ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellationToken };

    /// <summary>
    /// Gives the slots of the most frequent items, in the items' order, and the visits without the others.
    /// </summary>
    private (int[] Slots, VisitPairs Pairs) Prepare()
    {
        int[] slots =
        [
            .. Enumerable.Range(0, _items.Count)
                .OrderByDescending(slot => _counts[slot])
                .ThenBy(slot => _items[slot], _itemOrder)
                .Take(_options.MaxItems)
                .OrderBy(slot => _items[slot], _itemOrder),
        ];
        var places = new int[_items.Count];
        Array.Fill(places, -1);
        for (var i = 0; i < slots.Length; i++)
        {
            places[slots[i]] = i;
        }

        List<int> events = [], starts = [0];
        List<double> weights = [];
        var (first, last) = _times.Count == 0 ? (0, 0) : (_times.Min(), _times.Max());
        var range = _options.TimeRange?.Ticks ?? Math.Max(1, last - first);
        for (var (visit, at) = (0, 0); visit < _visitEnds.Count; visit++)
        {
            for (; at < _visitEnds[visit]; at++)
            {
                if (places[_events[at]] >= 0)
                {
                    events.Add(places[_events[at]]);
                }
            }

            if (events.Count > starts[^1])
            {
                starts.Add(events.Count);
                weights.Add(Math.Exp(-(double)(last - _times[visit]) / range));
            }
        }

        return (slots, new VisitPairs(slots.Length, [.. events], [.. starts], [.. weights], _options));
    }
}
