using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Holds the lists of several recommenders against the next item of each visit; the machine behind
/// <c>EvaluateNextItems</c>. All lists for an event are made before any recommender learns it.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class EvaluateNextItemsMachine<TEvent, TUser, TItem>
    : IMachine<TEvent, NextItemResult<TItem>>, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    private const string OperatorName = nameof(RecsObservable.EvaluateNextItems);

    // What remains of a visit is held against each of its lists: work that grows with the square.
    private const int MostResultsOfVisit = 1_000;
    private readonly RecommenderSet<TEvent, TUser, TItem> _recommenders;
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly Func<TEvent, bool>? _isTest;
    private readonly NextItemProtocolOptions _options;
    private readonly VisitItems<TUser, TItem> _visits;
    private readonly RecentKeys<TItem, long> _counts;
    private readonly SortedDictionary<long, List<NextItemResult<TItem>>> _held = [];
    private readonly List<Recommendation<TItem>> _list = [];
    private int _heldResults;

    /// <summary>Makes the machine.</summary>
    /// <exception cref="ArgumentException">
    /// There is no recommender, one is null or there twice, or a frozen evaluation has no test.
    /// </exception>
    public EvaluateNextItemsMachine(
        IReadOnlyList<IRecommender<TEvent, TUser, TItem>> recommenders,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        Func<TEvent, bool>? isTest,
        NextItemProtocolOptions? options)
    {
        ArgumentNullException.ThrowIfNull(recommenders);
        Check(isTest, options);
        if (recommenders.Count == 0)
        {
            throw new ArgumentException("There is no recommender to evaluate.", nameof(recommenders));
        }

        _recommenders = new("comparison", recommenders);
        _selectors = selectors;
        _isTest = isTest;
        _options = options ?? new NextItemProtocolOptions();
        _visits = new VisitItems<TUser, TItem>(OperatorName, _options.Sessions);
        _counts = new RecentKeys<TItem, long>(_options.MaxItems);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("EvaluateNextItems", 1);

    private int MostHeldOfVisit => _options.LastItemOnly ? 1 : MostResultsOfVisit - 1;

    private bool Holds => _options.LastItemOnly || _options.RemainingItems;

    /// <summary>Refuses settings that make no sense together.</summary>
    public static void Check(Func<TEvent, bool>? isTest, NextItemProtocolOptions? options)
    {
        if (options?.Frozen == true && isTest is null)
        {
            throw new ArgumentException(
                $"A frozen evaluation needs {nameof(isTest)}: without it nothing would ever be learned.",
                nameof(isTest));
        }
    }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<NextItemResult<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var isTest = _isTest?.Invoke(value) ?? true;
        var (item, kind) = (_selectors.KnownItem(value), _selectors.CountedKind(value));
        var hasUser = _selectors.HasUser(value);
        var (user, session) = (hasUser ? _selectors.KnownUser(value) : default!, _selectors.Session(value));
        var time = _selectors.EventTime(value);
        var number = kind == InteractionKind.Remove ? -1 : _visits.Assign(user, hasUser, session, time.UtcTicks);
        var goesOn = number >= 0 && _visits.GoesOn(number, item);
        if (isTest && goesOn && _visits.LengthOf(number) > 0)
        {
            Judge(number, new(user, _options.ListLength) { Session = session }, time, item, kind, output);
        }

        if (!isTest || !_options.Frozen)
        {
            _recommenders.Learn(value);
        }

        Count(item);
        if (goesOn)
        {
            _visits.Add(number, item);
        }

        while (_visits.TryRemoveOldest(out var oldest))
        {
            End(oldest, output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<NextItemResult<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var number in _held.Keys.ToArray())
        {
            End(number, output);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _visits.Snapshot(writer);
        _counts.Snapshot(writer);
        writer.WriteCount(_held.Count);
        foreach (var (number, results) in _held)
        {
            writer.WriteInt64(number);
            writer.WriteCount(results.Count);
            results.ForEach(result => Write(writer, result));
        }

        _recommenders.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _visits.Restore(reader);
        _counts.Restore(reader);
        _held.Clear();
        _heldResults = 0;
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            var number = reader.ReadInt64();
            var count = reader.ReadCount();
            var results = new List<NextItemResult<TItem>>(count);
            for (var i = 0; i < count; i++)
            {
                results.Add(Read(reader, number));
            }

            if (count == 0 || count > MostHeldOfVisit || !_held.TryAdd(number, results))
            {
                throw new SnapshotException(
                    $"A visit with {count} results, or one that occurs twice: the snapshot is damaged.");
            }

            _heldResults += count;
            if (_heldResults > _options.MaxHeldResults)
            {
                throw new SnapshotException(
                    $"The snapshot holds {_heldResults} results; at most {_options.MaxHeldResults} are held.");
            }
        }

        _recommenders.Restore(reader);
    }

    /// <summary>Disposes the recommenders that can be.</summary>
    public void Dispose() => _recommenders.Dispose();

    private void Count(TItem item)
    {
        var evicted = _counts.Evicted;
        _counts.Touch(item, out _)++;
        if (_counts.Evicted != evicted)
        {
            SetAsideEvents.Add(OperatorName, SetAsideEvents.Evicted);
        }
    }

    private void Judge(
        long number,
        RecommendationRequest<TUser, TItem> request,
        DateTimeOffset time,
        TItem item,
        InteractionKind kind,
        Output<NextItemResult<TItem>> output)
    {
        var visit = _visits.Of(number);
        request = _options.Frozen ? request with { Around = visit } : request;
        var verdicts = new NextItemVerdict<TItem>[_recommenders.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            verdicts[i] = Judge(_recommenders[i], request, item);
        }

        _counts.TryGet(item, out var before);
        Put(output, new(number, _visits.LengthOf(number) + 1, time, item, verdicts)
        {
            Kind = kind,
            IsRepeat = visit.Contains(item),
            EventsBefore = before,
        });
    }

    private NextItemVerdict<TItem> Judge(
        IRecommender<TEvent, TUser, TItem> recommender, in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        recommender.Recommend(request, _list);
        var shown = new TItem[Math.Min(_list.Count, _options.ListLength)];
        var rank = 0;
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = _list[i].Item;
            rank = rank == 0 && EqualityComparer<TItem>.Default.Equals(shown[i], item) ? i + 1 : rank;
        }

        return new(rank, shown, _list.Count > 0 && _list[0].Reason.IsFallback);
    }

    private void Put(Output<NextItemResult<TItem>> output, NextItemResult<TItem> result)
    {
        if (!Holds)
        {
            output.Emit(result);
            return;
        }

        if (_options.LastItemOnly && _held.TryGetValue(result.Session, out var last))
        {
            last[0] = result;
            return;
        }

        if (_heldResults >= _options.MaxHeldResults)
        {
            EndEarly(_held.First().Key, output);
        }

        if (!_held.TryGetValue(result.Session, out var results))
        {
            _held[result.Session] = results = [];
        }

        results.Add(result);
        _heldResults++;
        if (results.Count == MostResultsOfVisit)
        {
            EndEarly(result.Session, output);
        }
    }

    private void EndEarly(long number, Output<NextItemResult<TItem>> output)
    {
        SetAsideEvents.Add(OperatorName, SetAsideEvents.Evicted);
        End(number, output);
    }

    private void End(long number, Output<NextItemResult<TItem>> output)
    {
        if (!_held.Remove(number, out var results))
        {
            return;
        }

        _heldResults -= results.Count;
        TItem[] items = [.. results.Select(static result => result.Item)];
        for (var i = 0; i < items.Length; i++)
        {
            output.Emit(_options.RemainingItems ? WithRemaining(results[i], items.AsSpan(i)) : results[i]);
        }
    }

    private NextItemResult<TItem> WithRemaining(NextItemResult<TItem> result, ReadOnlySpan<TItem> remaining)
    {
        var verdicts = new NextItemVerdict<TItem>[result.Verdicts.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            TItem[] shown = [.. result.Verdicts[i].Items];
            verdicts[i] = result.Verdicts[i] with
            {
                Precision = RankingMetrics.Precision<TItem>(shown, remaining, _options.ListLength),
                Recall = RankingMetrics.Recall<TItem>(shown, remaining, _options.ListLength),
                AveragePrecision = RankingMetrics.AveragePrecision<TItem>(shown, remaining, _options.ListLength),
            };
        }

        return result with { Verdicts = verdicts };
    }

    private static void Write(SnapshotWriter writer, NextItemResult<TItem> result)
    {
        writer.WriteCount(result.Position);
        writer.WriteInt64(result.EventTime.UtcTicks);
        writer.Write(result.Item);
        writer.WriteByte((byte)result.Kind);
        writer.WriteBoolean(result.IsRepeat);
        writer.WriteInt64(result.EventsBefore);
        foreach (var verdict in result.Verdicts)
        {
            writer.WriteCount(verdict.Rank);
            writer.WriteBoolean(verdict.IsFallback);
            writer.WriteCount(verdict.Items.Count);
            foreach (var item in verdict.Items)
            {
                writer.Write(item);
            }
        }
    }

    private NextItemResult<TItem> Read(SnapshotReader reader, long number)
    {
        var (position, ticks) = (reader.ReadSize(), reader.ReadInt64());
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException($"An event at {ticks} ticks: the snapshot is damaged.");
        }

        var item = reader.Read<TItem>();
        var (kind, isRepeat, before) = ((InteractionKind)reader.ReadByte(), reader.ReadBoolean(), reader.ReadInt64());
        var verdicts = new NextItemVerdict<TItem>[_recommenders.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var (rank, isFallback) = (reader.ReadSize(), reader.ReadBoolean());
            var shown = new TItem[reader.ReadCount()];
            for (var n = 0; n < shown.Length; n++)
            {
                shown[n] = reader.Read<TItem>();
            }

            verdicts[i] = rank <= shown.Length
                ? new(rank, shown, isFallback)
                : throw new SnapshotException($"A rank of {rank} in {shown.Length}: the snapshot is damaged.");
        }

        return new(number, position, new(ticks, TimeSpan.Zero), item, verdicts)
        {
            Kind = kind,
            IsRepeat = isRepeat,
            EventsBefore = before,
        };
    }
}
