using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Recommends from streams: runs the operators of a composition over the events that it learns, and joins what they
/// say into lists. The recommender behind <c>Recommend</c> and <c>RecommendOnDemand</c> over streams; use it itself
/// where a recommender is asked for, as in evaluation.
/// </summary>
/// <remarks>
/// <para>Order: an event goes to every stream, in the order in which they were added, and all have answered it before
/// a list is made. Values that come from outside, or from another thread, are taken before the next event or request;
/// of what waits the newest value of each key is kept, within <see cref="CandidateStreams{TUser, TItem}.KeepAtMost"/>
/// (of a cart, of each item).</para>
/// <para>State: that of the operators of RxRecs that the composition subscribes to, each under its own bound, and the
/// newest value per key of the other streams; all of it is saved and restored as one. What plain Rx operators such as
/// <c>Scan</c> keep is not saved. An operator with an idle timeout of its own is refused: time moves on with
/// <see cref="AdvanceTo"/>.</para>
/// <para>When a stream fails, the streams before it have taken the event: the recommender is to be dropped, or restored
/// from a snapshot.</para>
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ComposedRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    private readonly MachineScope _scope = new();
    private readonly StreamInbox _inbox = new();
    private readonly CompositeDisposable _subscriptions = [];
    private readonly CandidateStreams<TUser, TItem> _streams = new();
    private readonly PipelineSource<TEvent> _source;
    private readonly CandidateRanking<TUser, TItem> _ranking;

    /// <summary>Makes and subscribes the streams.</summary>
    /// <param name="compose">The action that makes streams over the events, and adds them; called once.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="compose"/> is null.</exception>
    /// <exception cref="ArgumentException">Two sources are called the same, or a limit names one that is not
    /// there.</exception>
    /// <exception cref="InvalidOperationException">An operator cannot be part of a composition.</exception>
    public ComposedRecommender(
        Action<IObservable<TEvent>, CandidateStreams<TUser, TItem>> compose, IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(compose);
        _source = new(_scope);
        try
        {
            Within(() => Subscribe(compose));
            _ranking = _streams.Rank(itemOrder);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ListRuleCount> RuleCounts => _ranking.RuleCounts;

    /// <inheritdoc/>
    public DateTimeOffset Watermark =>
        _scope.Machines.Min(static machine => machine.Watermark) ?? DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        var outer = Enter();
        try
        {
            _source.OnNext(value);
        }
        finally
        {
            Leave(outer);
        }

        _inbox.ThrowIfFailed();
    }

    /// <inheritdoc/>
    public void AdvanceTo(DateTimeOffset watermark) => Within(() =>
    {
        for (var i = _scope.Machines.Count - 1; i >= 0; i--)
        {
            _scope.Machines[i].Advance(watermark);
        }
    });

    /// <inheritdoc/>
    public void Complete() => Within(_source.Complete);

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        TakeWaiting();
        _ranking.Rank(request, recommendations);
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        TakeWaiting();
        return _ranking.Explain(request, item);
    }

    /// <summary>
    /// Removes what operators that keep users' lists, carts and visits keep under a user's id, and the newest values of
    /// other streams for it.
    /// </summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public void ForgetUser(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        TakeWaiting();
        foreach (var machine in _scope.Machines)
        {
            machine.ForgetKey(user);
        }

        foreach (var part in _streams.Parts)
        {
            part.ForgetKey(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TakeWaiting();
        PipelineSnapshot.WriteMachines(writer, _scope.Machines);
        writer.WriteCount(_streams.Parts.Count);
        foreach (var part in _streams.Parts)
        {
            writer.WriteBoolean(part.IsSavedByOperator);
            if (!part.IsSavedByOperator)
            {
                part.Snapshot(writer);
            }
        }

        _ranking.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Within(() => PipelineSnapshot.RestoreMachines(reader, _scope.Machines));
        var count = reader.ReadCount();
        if (count != _streams.Parts.Count)
        {
            throw new SnapshotException(
                $"The snapshot is of a composition of {count} streams; this one has {_streams.Parts.Count}.");
        }

        foreach (var part in _streams.Parts)
        {
            if (reader.ReadBoolean() != part.IsSavedByOperator)
            {
                throw new SnapshotException("The snapshot is of a composition with other streams.");
            }

            if (!part.IsSavedByOperator)
            {
                part.Restore(reader);
            }
        }

        _ranking.Restore(reader);
    }

    /// <summary>Ends the subscriptions of all streams.</summary>
    public void Dispose()
    {
        _subscriptions.Dispose();
        _source.Dispose();
    }

    private void Subscribe(Action<IObservable<TEvent>, CandidateStreams<TUser, TItem>> compose)
    {
        compose(_source, _streams);
        foreach (var part in _streams.Parts)
        {
            _subscriptions.Add(part.Subscribe(_inbox));
        }

        _scope.Close();
        if (_scope.Refusal is { } refusal)
        {
            throw refusal;
        }
    }

    private void Within(Action action)
    {
        var outer = Enter();
        try
        {
            action();
        }
        finally
        {
            Leave(outer);
        }

        _inbox.ThrowIfFailed();
    }

    private void TakeWaiting()
    {
        _inbox.Enter();
        _inbox.Leave();
        _inbox.ThrowIfFailed();
    }

    private MachineScope? Enter()
    {
        _inbox.Enter();
        return MachineScope.Enter(_scope);
    }

    private void Leave(MachineScope? outer)
    {
        MachineScope.Enter(outer);
        _inbox.Leave();
    }
}
