using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Lets a pipeline take events and changes of users, and says what came of each change.</summary>
/// <remarks>Results that the pipeline gives while it learns the past again were given before, and are left
/// out.</remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
internal sealed class ErasableMachine<TEvent, TUser, TResult>
    : IEventTimeMachine<UserInput<TEvent, TUser>, ErasableResult<TUser, TResult>>, IDisposable
    where TUser : notnull
{
    private readonly EventJournal<TEvent, TUser> _journal;
    private readonly Action<TResult> _emit;
    private Output<ErasableResult<TUser, TResult>>? _output;

    /// <summary>Makes a machine with a new pipeline.</summary>
    /// <param name="pipelineFactory">The function that makes the pipeline: at once, and anew for each change.</param>
    /// <param name="selectors">The selectors of an event's user and visit.</param>
    /// <param name="options">The options for how much is remembered.</param>
    public ErasableMachine(
        Func<IResultTarget<TEvent, TResult>> pipelineFactory,
        UserSelectors<TEvent, TUser> selectors,
        ErasureOptions options)
    {
        _journal = new(pipelineFactory, selectors, options);
        _emit = result => _output!.Emit(new(result));
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Erasable", 1);

    /// <inheritdoc/>
    public DateTimeOffset Watermark
    {
        get
        {
            var least = long.MaxValue;
            foreach (var time in _journal.Target.Times)
            {
                least = time > 0 ? Math.Min(least, time) : least;
            }

            return least == long.MaxValue ? DateTimeOffset.MinValue : new(least, TimeSpan.Zero);
        }
    }

    private IResultTarget<TEvent, TResult> Pipeline => (IResultTarget<TEvent, TResult>)_journal.Target;

    /// <inheritdoc/>
    public void OnEvent(UserInput<TEvent, TUser> value, Output<ErasableResult<TUser, TResult>> output)
    {
        if (value.IsEvent)
        {
            _journal.Learn(value.Event);
            EmitResults(output);
            return;
        }

        var outcome = _journal.Apply([value.Change])[0];
        Pipeline.TakeResults(static _ => { });
        output.Emit(new(value.Change, outcome));
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<ErasableResult<TUser, TResult>> output)
    {
        var times = Pipeline.Times;
        foreach (ref var time in times.AsSpan())
        {
            time = time > 0 ? Math.Max(time, watermark.UtcTicks) : time;
        }

        _journal.AdvanceTo(times);
        EmitResults(output);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<ErasableResult<TUser, TResult>> output)
    {
        _journal.Complete();
        EmitResults(output);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _journal.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _journal.Restore(reader);

    /// <summary>Ends the pipeline's subscription.</summary>
    public void Dispose() => _journal.Dispose();

    private void EmitResults(Output<ErasableResult<TUser, TResult>> output)
    {
        _output = output;
        Pipeline.TakeResults(_emit);
    }
}
