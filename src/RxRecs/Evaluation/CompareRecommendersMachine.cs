using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Two prequential evaluations of one stream and McNemar's test of their hits; the machine behind
/// <c>CompareRecommenders</c>.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class CompareRecommendersMachine<TEvent, TUser, TItem>
    : IMachine<TEvent, RecommenderComparison>, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    private const byte FirstHit = 1;
    private const byte SecondHit = 2;
    private readonly PrequentialMachine<TEvent, TUser, TItem> _first;
    private readonly PrequentialMachine<TEvent, TUser, TItem> _second;
    private readonly Output<PrequentialResult> _results = new();
    private readonly int _windowSize;
    private readonly Queue<byte> _window = new();
    private McNemar _overall;
    private McNemar _windowed;

    /// <summary>Makes the machine.</summary>
    /// <param name="first">The one recommender; from now on the machine's own.</param>
    /// <param name="second">The other, which shares nothing with the first.</param>
    /// <param name="userSelector">A selector of the user whom the lists are for.</param>
    /// <param name="itemSelector">A selector of the item that the lists should have held.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind, which tells open carts and splits the results; null where events have no kind.
    /// </param>
    /// <param name="isTarget">
    /// A predicate for the events that are scored; the others are only learned. Null for all but
    /// <see cref="InteractionKind.Remove"/>.
    /// </param>
    /// <param name="options">The length of lists, means and the window; null for the defaults.</param>
    public CompareRecommendersMachine(
        IRecommender<TEvent, TUser, TItem> first,
        IRecommender<TEvent, TUser, TItem> second,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind>? kindSelector = null,
        Func<TEvent, bool>? isTarget = null,
        PrequentialOptions? options = null)
        : this(first, second, userSelector, itemSelector, kindSelector, isTarget, null, options)
    {
    }

    /// <summary>Makes a machine that is told which events have a user at all.</summary>
    internal CompareRecommendersMachine(
        IRecommender<TEvent, TUser, TItem> first,
        IRecommender<TEvent, TUser, TItem> second,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind>? kindSelector,
        Func<TEvent, bool>? isTarget,
        Func<TEvent, bool>? hasUser,
        PrequentialOptions? options)
    {
        var given = options ?? new PrequentialOptions();
        _first = new(first, userSelector, itemSelector, kindSelector, isTarget, given) { HasUser = hasUser };
        _second = new(second, userSelector, itemSelector, kindSelector, isTarget, given) { HasUser = hasUser };
        _windowSize = given.WindowSize;
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("CompareRecommenders", 2);

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<RecommenderComparison> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _results.Clear();
        var first = _first.Ask(value);
        var second = _second.Ask(value);
        _first.Learn(value, first, _results);
        _second.Learn(value, second, _results);
        if (_results.Count == 2)
        {
            output.Emit(Compare(_results[0], _results[1]));
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<RecommenderComparison> output)
    {
    }

    /// <summary>Disposes the recommenders that can be.</summary>
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _first.Snapshot(writer);
        _second.Snapshot(writer);
        writer.WriteInt64(_overall.Both);
        writer.WriteInt64(_overall.FirstOnly);
        writer.WriteInt64(_overall.SecondOnly);
        writer.WriteInt64(_overall.Neither);
        writer.WriteCount(_window.Count);
        foreach (var outcome in _window)
        {
            writer.WriteByte(outcome);
        }
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _first.Restore(reader);
        _second.Restore(reader);
        _overall = new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        _windowed = default;
        _window.Clear();
        var count = reader.ReadCount();
        if (Math.Min(Math.Min(_overall.Both, _overall.Neither), Math.Min(_overall.FirstOnly, _overall.SecondOnly)) < 0)
        {
            throw new SnapshotException("A negative number of events: the snapshot is damaged.");
        }

        if (count > _windowSize)
        {
            throw new SnapshotException(
                $"A window of {count} events, more than {_windowSize}: the snapshot is damaged.");
        }

        for (var i = 0; i < count; i++)
        {
            Slide(reader.ReadByte());
        }
    }

    private RecommenderComparison Compare(PrequentialResult first, PrequentialResult second)
    {
        var outcome = (first.Rank > 0 ? FirstHit : 0) | (second.Rank > 0 ? SecondHit : 0);
        _overall = _overall.With(first.Rank > 0, second.Rank > 0);
        if (_window.Count == _windowSize)
        {
            var oldest = _window.Dequeue();
            _windowed = _windowed.With((oldest & FirstHit) != 0, (oldest & SecondHit) != 0, -1);
        }

        Slide((byte)outcome);
        return new(first, second, _overall, _windowed);
    }

    private void Slide(byte outcome)
    {
        _window.Enqueue(outcome);
        _windowed = _windowed.With((outcome & FirstHit) != 0, (outcome & SecondHit) != 0);
    }
}
