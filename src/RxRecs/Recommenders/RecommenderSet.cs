using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Several recommenders that learn the same events and are saved as one.</summary>
internal sealed class RecommenderSet<TEvent, TUser, TItem> : IDisposable
{
    private readonly string _kind;
    private readonly IRecommender<TEvent, TUser, TItem>[] _parts;

    /// <summary>Takes over the recommenders.</summary>
    /// <param name="kind">The name of what the recommenders make together, for messages.</param>
    /// <param name="parts">The recommenders.</param>
    /// <exception cref="ArgumentException">There is none, one is null, or there twice.</exception>
    public RecommenderSet(string kind, IEnumerable<IRecommender<TEvent, TUser, TItem>> parts)
    {
        (_kind, _parts) = (kind, [.. parts]);
        if (_parts.Length == 0 || Array.IndexOf(_parts, null) >= 0 || _parts.Distinct().Count() < _parts.Length)
        {
            throw new ArgumentException($"A {kind} is of recommenders, each there once.", nameof(parts));
        }
    }

    public int Count => _parts.Length;

    /// <summary>Gives the counts of all their list rules, recommender after recommender.</summary>
    public IReadOnlyList<ListRuleCount> RuleCounts => [.. _parts.SelectMany(static part => part.RuleCounts)];

    /// <summary>Gives the earliest of those that know time.</summary>
    public DateTimeOffset Watermark
    {
        get
        {
            var least = DateTimeOffset.MaxValue;
            foreach (var part in _parts)
            {
                least = part.Watermark > DateTimeOffset.MinValue && part.Watermark < least ? part.Watermark : least;
            }

            return least == DateTimeOffset.MaxValue ? DateTimeOffset.MinValue : least;
        }
    }

    public IRecommender<TEvent, TUser, TItem> this[int place] => _parts[place];

    public void Learn(TEvent value)
    {
        foreach (var part in _parts)
        {
            part.Learn(value);
        }
    }

    public void AdvanceTo(DateTimeOffset watermark)
    {
        foreach (var part in _parts)
        {
            part.AdvanceTo(watermark);
        }
    }

    public void Complete()
    {
        foreach (var part in _parts)
        {
            part.Complete();
        }
    }

    public void ForgetUser(TUser user)
    {
        foreach (var part in _parts)
        {
            (part as IForgetsUsers<TUser>)?.ForgetUser(user);
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_parts.Length);
        foreach (var part in _parts)
        {
            part.Snapshot(writer);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var count = reader.ReadSize();
        if (count != _parts.Length)
        {
            throw new SnapshotException($"The snapshot is of a {_kind} of {count} recommenders, not {_parts.Length}.");
        }

        foreach (var part in _parts)
        {
            part.Restore(reader);
        }
    }

    public void Dispose()
    {
        foreach (var part in _parts)
        {
            (part as IDisposable)?.Dispose();
        }
    }
}
