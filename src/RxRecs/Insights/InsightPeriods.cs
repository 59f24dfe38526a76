using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Takes events in order of event time and makes a report of each period as it closes: trend buckets of items, views,
/// categories and brands, the users of the period, open carts, and what is known of items.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class InsightPeriods<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly InsightOptions _options;
    private readonly long[] _units;
    private readonly SubjectTrends<TItem> _demand;
    private readonly SubjectTrends<TItem> _views;
    private readonly SubjectTrends<Id> _categories;
    private readonly SubjectTrends<string> _brands;
    private readonly PeriodUsers<TUser> _users;
    private readonly CartState<TUser, TItem> _carts;

    // Popularity is not asked for: items need no order.
    private readonly ItemCatalog<TItem> _catalog;

    private InsightFigures _open;
    private InsightFigures _now;
    private InsightFigures? _before;
    private InsightReport<TItem>? _report;

    public InsightPeriods(TimeSpan period, InsightOptions options)
    {
        _options = options;
        _units = [.. Enum.GetValues<InteractionKind>().Select(kind => TrendWeight.ToUnits(options.Weights.Of(kind)))];
        (_demand, _views) = (new(period, options), new(period, options));
        (_categories, _brands) = (new(period, options), new(period, options));
        _users = new(options.MaxUsers);
        _carts = new(options.Carts);
        _catalog = new(
            options.MaxItems,
            new KindWeights { Cart = 0, Purchase = 0 },
            Comparer<TItem>.Create(static (_, _) => 0))
        {
            CountedBy = nameof(RecsObservable.Insights),
        };
    }

    /// <summary>Gives the reports that the last call has made; whoever takes them clears the list.</summary>
    public List<InsightReport<TItem>> Closed { get; } = [];

    /// <summary>Gives the newest report; null before the first. What is known of items is as of now.</summary>
    public InsightReport<TItem>? Report => _demand.Newest is { } newest ? _report ??= Describe(newest) : null;

    /// <summary>Gives how many users, carts and items are held at the moment.</summary>
    public int HeldCount => _users.Count + _carts.KeyCount + _catalog.Count;

    /// <summary>Counts a late event.</summary>
    public void CountLate() => _open = _open with { Gaps = _open.Gaps with { Late = _open.Gaps.Late + 1 } };

    /// <summary>Takes an event that is not before those taken so far.</summary>
    public void Apply(in InsightEvent<TUser, TItem> value, long ticks)
    {
        AdvanceTo(ticks);
        var kind = Interaction.Counted(value.Kind, value.Quantity);
        var evicted = _catalog.EvictedItems;
        _catalog.Learn(value.Item, kind, value.Facts);
        evicted = _catalog.EvictedItems - evicted;
        _catalog.TryGet(value.Item, out var known);
        Count(value, known.Facts, kind, ticks);
        if (value.HasUser && !_users.Add(value.User, kind))
        {
            _open = _open with { Gaps = _open.Gaps with { BeyondMaxUsers = _open.Gaps.BeyondMaxUsers + 1 } };
        }

        _open = _open with
        {
            Gaps = _open.Gaps with
            {
                WithoutUser = _open.Gaps.WithoutUser + (value.HasUser ? 0 : 1),
                ForgottenItems = _open.Gaps.ForgottenItems + evicted,
            },
        };
        ApplyToCart(value, ticks);
    }

    /// <summary>Lets event time move on: periods that end by then close.</summary>
    public void AdvanceTo(long ticks)
    {
        _demand.MoveTo(ticks);
        _views.MoveTo(ticks);
        _categories.MoveTo(ticks);
        _brands.MoveTo(ticks);
        TakeClosed(ticks);
        AdvanceCarts(ticks);
    }

    /// <summary>Closes what is open. Carts are as left as they are at the last moment that was seen.</summary>
    public void Complete(long ticks)
    {
        AdvanceTo(ticks);
        var until = Math.Max(ticks, _options.CompleteUntil?.UtcTicks ?? 0);
        _demand.Complete(until);
        _views.Complete(until);
        _categories.Complete(until);
        _brands.Complete(until);
        TakeClosed(ticks);
    }

    /// <summary>Forgets a user: the cart, and what the user has done in the open period.</summary>
    public void Forget(TUser user)
    {
        _users.Remove(user);
        _carts.Forget(user);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _demand.Snapshot(writer);
        _views.Snapshot(writer);
        _categories.Snapshot(writer);
        _brands.Snapshot(writer);
        _users.Snapshot(writer);
        _carts.Snapshot(writer);
        _catalog.Snapshot(writer);
        InsightFiguresSnapshot.Write(writer, _open);
        InsightFiguresSnapshot.Write(writer, _now);
        writer.WriteBoolean(_before is not null);
        InsightFiguresSnapshot.Write(writer, _before ?? default);
    }

    public void Restore(SnapshotReader reader)
    {
        _demand.Restore(reader);
        _views.Restore(reader);
        _categories.Restore(reader);
        _brands.Restore(reader);
        var newest = _demand.Newest?.Index;
        if (_views.Newest?.Index != newest || _categories.Newest?.Index != newest || _brands.Newest?.Index != newest)
        {
            throw new SnapshotException("Periods that are not the same for all counts: the snapshot is damaged.");
        }

        _users.Restore(reader);
        _carts.Restore(reader);
        _catalog.Restore(reader);
        _open = InsightFiguresSnapshot.Read(reader);
        _now = InsightFiguresSnapshot.Read(reader);
        var hasBefore = reader.ReadBoolean();
        var before = InsightFiguresSnapshot.Read(reader);
        _before = hasBefore ? before : null;
        _report = null;
        Closed.Clear();
    }

    /// <summary>Gives the category of an item: its path, or its id where there is no path; none where neither is
    /// known.</summary>
    private static Id CategoryOf(in ItemFacts facts) =>
        Id.TryParse(facts.CategoryPath, out var path) ? path : facts.Category;

    /// <summary>
    /// Gives pieces times price, below 0 for a return; null where the price is not known or cannot be.
    /// </summary>
    private static decimal? WorthOf(decimal? price, int quantity)
    {
        if (price is not (>= 0 and <= Interaction.MaxPrice))
        {
            return null;
        }

        var worth = decimal.Round(price.Value, 6) * quantity;
        return Math.Abs(worth) <= Interaction.MaxPrice ? worth : null;
    }

    private void Count(in InsightEvent<TUser, TItem> value, in ItemFacts facts, InteractionKind kind, long ticks)
    {
        var units = _units[(int)kind];
        var (category, hasBrand) = (CategoryOf(facts), !string.IsNullOrEmpty(facts.Brand));
        _demand.Count(value.Item, ticks, units);
        _views.Count(value.Item, ticks, kind == InteractionKind.View ? TrendWeight.One : 0);
        _categories.Count(category, ticks, category.IsNone ? 0 : units);
        _brands.Count(facts.Brand ?? "", ticks, hasBrand ? units : 0);
        var worth = value.Kind == InteractionKind.Purchase ? WorthOf(facts.Price, value.Quantity) : 0;
        _open = _open with
        {
            Views = _open.Views + (kind == InteractionKind.View ? 1 : 0),
            Carts = _open.Carts + (kind == InteractionKind.Cart ? 1 : 0),
            Removals = _open.Removals + (kind == InteractionKind.Remove && value.Quantity >= 0 ? 1 : 0),
            Purchases = _open.Purchases + (kind == InteractionKind.Purchase ? 1 : 0),
            Returns = _open.Returns + (value.Quantity < 0 ? 1 : 0),
            Revenue = _open.Revenue + (worth ?? 0),
            Gaps = _open.Gaps with
            {
                WithoutCategory = _open.Gaps.WithoutCategory + (category.IsNone ? 1 : 0),
                WithoutBrand = _open.Gaps.WithoutBrand + (hasBrand ? 0 : 1),
                PurchasesWithoutPrice = _open.Gaps.PurchasesWithoutPrice + (worth is null ? 1 : 0),
            },
        };
    }

    private void ApplyToCart(in InsightEvent<TUser, TItem> value, long ticks)
    {
        var action = CartActions.Of(value.Kind);
        if (_options.AbandonAfter is null || !value.HasUser || action == CartAction.None)
        {
            return;
        }

        _carts.Apply(new CartEvent<TUser, TItem>(value.User, value.Item, action, value.Quantity), ticks);
        foreach (var change in _carts.Changes)
        {
            if (change.Kind == CartChangeKind.AbandonCancelled)
            {
                _open = _open with { CartsLeft = _open.CartsLeft with { TakenUp = _open.CartsLeft.TakenUp + 1 } };
            }
            else if (change.Kind == CartChangeKind.Dropped)
            {
                SetAsideEvents.Add(nameof(RecsObservable.Insights), SetAsideEvents.Evicted);
            }
            else if (change is { Kind: CartChangeKind.Forgotten, OpenItems: > 0 })
            {
                SetAsideEvents.Add(nameof(RecsObservable.Insights), SetAsideEvents.Evicted);
                _open = _open with { Gaps = _open.Gaps with { ForgottenCarts = _open.Gaps.ForgottenCarts + 1 } };
            }
        }
    }

    private void AdvanceCarts(long ticks)
    {
        while (_carts.TryAdvance(ticks))
        {
            foreach (var change in _carts.Changes)
            {
                if (change.Kind == CartChangeKind.Abandoned)
                {
                    _open = _open with { CartsLeft = WithCart(_open.CartsLeft, _carts.Open(change.Key)) };
                }
            }
        }
    }

    private InsightCarts WithCart(in InsightCarts left, ReadOnlySpan<CartLine<TItem>> lines)
    {
        var (worth, unknown) = (0m, 0);
        foreach (ref readonly var line in lines)
        {
            _catalog.TryGet(line.Item, out var known);
            var lineWorth = WorthOf(known.Facts.Price, line.Quantity);
            worth += lineWorth ?? 0;
            unknown += lineWorth is null ? 1 : 0;
        }

        return left with
        {
            Count = left.Count + 1,
            Lines = left.Lines + lines.Length,
            Worth = left.Worth + worth,
            LinesWithoutPrice = left.LinesWithoutPrice + unknown,
        };
    }

    // What has happened to carts by the end of a period belongs to it, up to the last moment that was seen.
    private void TakeClosed(long ticks)
    {
        for (var place = 0; place < _demand.Closed.Count; place++)
        {
            var bucket = _demand.Closed[place];
            AdvanceCarts(Math.Min(bucket.End.UtcTicks - 1, ticks));
            _before = _demand.Newest is null ? null : _now;
            _now = _users.AddTo(_open);
            _open = default;
            _users.Clear();
            Take(_demand, place, bucket.Index);
            Take(_views, place, bucket.Index);
            Take(_categories, place, bucket.Index);
            Take(_brands, place, bucket.Index);
            _report = Describe(bucket);
            Closed.Add(_report);
        }

        _demand.Closed.Clear();
        _views.Closed.Clear();
        _categories.Closed.Clear();
        _brands.Closed.Clear();
    }

    private static void Take<T>(SubjectTrends<T> trends, int place, long index)
        where T : notnull
    {
        if (place >= trends.Closed.Count || trends.Closed[place].Index != index)
        {
            throw new SnapshotException("Counts that do not end together: the snapshot was damaged.");
        }

        trends.Take(trends.Closed[place]);
    }

    private InsightReport<TItem> Describe(TrendBucket<TItem> bucket)
    {
        var (demand, views) = (_demand.Rank(), _views.Rank());
        var (categories, brands) = (_categories.Rank(), _brands.Rank());
        var report = new InsightReport<TItem>(bucket.Start, bucket.End, _now)
        {
            Before = _before,
            IsPartial = bucket.IsPartial,
            SkippedBefore = bucket.SkippedBefore,
            Items = _demand.Describe(demand, FactsOf),
            Categories = _categories.Describe(categories, static _ => default),
            Brands = _brands.Describe(brands, static _ => default),
            Contrasts = Contrasts(demand, views),
            AgainstCategory = AgainstCategory(demand, categories),
        };
        return report with
        {
            IsApproximate = report.Items.MaxError > 0 || report.Categories.MaxError > 0 || report.Brands.MaxError > 0
                || _views.ErrorOf(views) > 0 || _now.Gaps.BeyondMaxUsers > 0 || _before?.Gaps.BeyondMaxUsers > 0,
        };
    }

    private ItemFacts FactsOf(TItem item) => _catalog.TryGet(item, out var known) ? known.Facts : default;

    private InsightContrast<TItem>[] Contrasts(TrendReport<TItem>? demand, TrendReport<TItem>? views) =>
    [
        .. Opposed(demand, views, static item => item)
            .Select(each => new InsightContrast<TItem>(each.Demand.Item, each.Other, each.Demand)
            {
                Facts = FactsOf(each.Demand.Item),
            }),
    ];

    private InsightAgainstCategory<TItem>[] AgainstCategory(TrendReport<TItem>? demand, TrendReport<Id>? categories) =>
    [
        .. Opposed(demand, categories, item => CategoryOf(FactsOf(item)))
            .Select(each => new InsightAgainstCategory<TItem>(each.Demand.Item, each.Demand, each.Other)
            {
                Facts = FactsOf(each.Demand.Item),
            }),
    ];

    /// <summary>Gives the items whose demand goes one way and what belongs to them the other.</summary>
    private IEnumerable<(TrendChange<TItem> Demand, TrendChange<TOther> Other)> Opposed<TOther>(
        TrendReport<TItem>? demand, TrendReport<TOther>? others, Func<TItem, TOther> otherOf)
        where TOther : notnull
    {
        if (demand is null || others is null)
        {
            return [];
        }

        var changes = others.Rising.Concat(others.Falling).ToDictionary(static change => change.Item);
        return demand.Rising.Concat(demand.Falling)
            .Select(wanted => (Demand: wanted, Other: changes.GetValueOrDefault(otherOf(wanted.Item))))
            .Where(static each => each.Other.Score * each.Demand.Score < 0)
            .OrderByDescending(static each =>
                Math.Min(Math.Abs(each.Other.Score ?? 0), Math.Abs(each.Demand.Score ?? 0)))
            .ThenBy(static each => each.Demand.Item, TieOrder<TItem>.Default)
            .Take(_options.Ranking.Top);
    }
}
