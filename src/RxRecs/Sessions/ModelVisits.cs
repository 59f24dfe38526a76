using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The last items of each visit, to be scored by what was made elsewhere: a table or vectors. What is saved of that is
/// its hash.
/// </summary>
/// <param name="model">What scores, for messages.</param>
/// <param name="lastItems">How many items of a visit count.</param>
/// <param name="sessions">Which events make one visit.</param>
internal sealed class ModelVisits<TUser, TItem>(string model, int lastItems, SessionOptions sessions)
    where TUser : notnull
    where TItem : notnull
{
    private readonly VisitItems<TUser, TItem> _visits = new(sessions with { MaxLength = Math.Max(2, lastItems) });

    /// <summary>Tells how many events had neither user nor session.</summary>
    public long Unassigned => _visits.Unassigned;

    /// <summary>Gives the hash of what scored when the restored snapshot was made; null where none was.</summary>
    public string? RestoredHash { get; private set; }

    public void Forget(TUser user) => _visits.Forget(user);

    public void Learn(TUser? user, bool hasUser, string? session, TItem item, DateTimeOffset eventTime)
    {
        if (!typeof(TItem).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(item);
        }

        var number = _visits.Assign(hasUser ? user! : default!, hasUser, session, eventTime.UtcTicks);
        if (number < 0 || !_visits.GoesOn(number, item))
        {
            return;
        }

        _visits.Add(number, item);
        while (_visits.TryRemoveOldest(out _))
        {
        }
    }

    /// <summary>Gives the items of a visit, oldest first, or those that a request is around.</summary>
    public IReadOnlyList<TItem> Of(TUser? user, string? session, IReadOnlyList<TItem> around) =>
        around.Count > 0 ? around : _visits.Of(user, session);

    public void Snapshot(SnapshotWriter writer, string hash)
    {
        writer.WriteString(hash);
        writer.WriteCount(lastItems);
        _visits.Snapshot(writer);
    }

    /// <summary>Replaces the visits.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <param name="hash">The hash of what scores now.</param>
    /// <param name="requiredBy">The option by which the hash has to be that of the snapshot; null for none.</param>
    public void Restore(SnapshotReader reader, string hash, string? requiredBy)
    {
        var (saved, savedItems) = (reader.ReadString(), reader.ReadSize());
        if (saved is not { Length: 16 })
        {
            throw new SnapshotException($"The hash of the {model} has 16 digits: the snapshot is damaged.");
        }

        if (savedItems != lastItems)
        {
            throw new SnapshotException($"The snapshot was made with {savedItems} LastItems, not {lastItems}.");
        }

        if (requiredBy is not null && saved != hash)
        {
            throw new SnapshotException(
                $"The snapshot was made over the {model} {saved}, not {hash}: restore it over the same {model} and "
                + $"replace the {model} afterwards, or leave {requiredBy} unset.");
        }

        _visits.Restore(reader);
        RestoredHash = saved;
    }
}
