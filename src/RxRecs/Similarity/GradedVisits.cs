using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Keeps when each event of a visit was and what it counts, and tells by how much an event raises the pairs of its
/// item.
/// </summary>
internal sealed class GradedVisits<TItem>(ItemToItemOptions options, ItemCounts<TItem> counts)
    where TItem : notnull
{
    private readonly GradedPairOptions _graded = options.Graded!;
    private readonly VisitLists<long> _times = new(options.Sessions.MaxOpen, options.Sessions.MaxLength);
    private readonly VisitLists<double> _grades = new(options.Sessions.MaxOpen, options.Sessions.MaxLength);

    /// <summary>Counts an event with those of its visit, to which it is to be added next.</summary>
    public void Learn(
        long number,
        IReadOnlyList<TItem> visit,
        (TItem Item, InteractionKind Kind, long Ticks) next,
        double weight)
    {
        var (item, grade) = (next.Item, _graded.Kinds.Of(next.Kind));
        var (times, grades) = (_times.Of(number), _grades.Of(number));
        var before = 0d;
        for (var place = 0; place < visit.Count; place++)
        {
            before = Same(visit[place], item) && counts.IsInWindow(times[place])
                ? Math.Max(before, grades[place])
                : before;
        }

        counts.AddSource(item, weight * Math.Max(0, grade - before));
        for (var place = visit.Count - 1; place >= Math.Max(0, visit.Count - options.Steps); place--)
        {
            var other = visit[place];
            if (Same(other, item) || IsThereAfter(visit, place))
            {
                continue;
            }

            var (oldTo, oldFrom) = Greatest(visit, times, grades, other, item);
            var (to, from) = With(visit, times, grades, other, next.Ticks, grade);
            Add(other, item, weight * (to - oldTo), next.Ticks);
            Add(item, other, weight * (from - oldFrom), next.Ticks);
        }

        _times.Add(number, next.Ticks);
        _grades.Add(number, grade);
        while (_times.TryRemoveOldest(out _) | _grades.TryRemoveOldest(out _))
        {
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _times.Snapshot(writer);
        _grades.Snapshot(writer);
    }

    /// <summary>Replaces times and grades by those of the events of some visits, which have been restored.</summary>
    public void Restore<TUser>(SnapshotReader reader, VisitItems<TUser, TItem> visits)
        where TUser : notnull
    {
        _times.Restore(reader, static ticks => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks);
        _grades.Restore(reader, static grade => grade is >= 0 and <= TrendWeight.Max);
        visits.ThrowIfNotBeside(_times);
        visits.ThrowIfNotBeside(_grades);
    }

    private static bool Same(TItem x, TItem y) => EqualityComparer<TItem>.Default.Equals(x, y);

    private static bool IsThereAfter(IReadOnlyList<TItem> visit, int place)
    {
        for (var after = place + 1; after < visit.Count; after++)
        {
            if (Same(visit[after], visit[place]))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(TItem from, TItem to, double weight, long ticks)
    {
        if (weight > 0)
        {
            counts.AddPair(from, to, weight, ticks);
        }
    }

    /// <summary>Gives what two items count so far: the second found by the first, and the first by the second.</summary>
    private (double To, double From) Greatest(
        IReadOnlyList<TItem> visit, IReadOnlyList<long> times, IReadOnlyList<double> grades, TItem first, TItem second)
    {
        var (to, from) = (0d, 0d);
        for (var place = 0; place < visit.Count; place++)
        {
            if (Same(visit[place], second) && counts.IsInWindow(times[place]))
            {
                var (one, other) = With(visit, times, grades, first, times[place], grades[place], place);
                (to, from) = (Math.Max(to, one), Math.Max(from, other));
            }
        }

        return (to, from);
    }

    /// <summary>Gives what an event at a place, or the next one, counts with all events of another item.</summary>
    private (double To, double From) With(
        IReadOnlyList<TItem> visit,
        IReadOnlyList<long> times,
        IReadOnlyList<double> grades,
        TItem other,
        long ticks,
        double grade,
        int? at = null)
    {
        var (to, from) = (0d, 0d);
        var center = at ?? visit.Count;
        var last = (int)Math.Min(visit.Count - 1, (long)center + options.Steps);
        for (var place = Math.Max(0, center - options.Steps); place <= last; place++)
        {
            if (Same(visit[place], other) && _graded.IsNear(times[place], ticks) && counts.IsInWindow(times[place]))
            {
                to = Math.Max(to, _graded.Of(grade, grades[place]));
                from = Math.Max(from, _graded.Of(grades[place], grade));
            }
        }

        return (to, from);
    }
}
