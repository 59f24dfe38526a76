namespace RxRecs.Machines;

/// <content>The side towards a <see cref="MachineScope"/>: called only between transitions.</content>
internal sealed partial class MachineObserver<TEvent, TResult> : IScopedMachine
{
    private readonly SnapshotFormat _format;

    SnapshotFormat IScopedMachine.Format => _format;

    bool IScopedMachine.HasEnded => _machine is null;

    bool IScopedMachine.IsBusy => _busy;

    DateTimeOffset? IScopedMachine.Watermark =>
        _machine is IEventTimeMachine<TEvent, TResult> timed && timed.Watermark is var watermark
            && watermark != DateTimeOffset.MinValue
            ? watermark
            : null;

    void IScopedMachine.Snapshot(SnapshotWriter writer) => _machine?.Snapshot(writer);

    void IScopedMachine.Restore(SnapshotReader reader) => _machine?.Restore(reader);

    void IScopedMachine.ForgetKey(object key)
    {
        (_machine as IForgetsKeys)?.ForgetKey(key);
        (_machine as IHasState<IForgetsKeys>)?.State.ForgetKey(key);
    }

    void IScopedMachine.EndAgain()
    {
        if (_machine is null)
        {
            return;
        }

        var observer = _observer;
        Dispose();
        observer.OnCompleted();
    }

    void IScopedMachine.Advance(DateTimeOffset watermark) => Take(new(InputKind.Watermark, Watermark: watermark));
}
