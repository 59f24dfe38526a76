using System.Runtime.ExceptionServices;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>A pipeline of operators as a journal sees it.</summary>
internal sealed class PipelineTarget<TEvent, TResult>(
    Func<IObservable<TEvent>, IObservable<TResult>> build, SnapshotCodecs? codecs)
    : IResultTarget<TEvent, TResult>, IObserver<TResult>
{
    private readonly List<TResult> _results = [];
    private CheckpointedPipeline<TEvent, TResult>? _pipeline;

    public long[] Times => Pipeline.Times;

    private CheckpointedPipeline<TEvent, TResult> Pipeline => _pipeline ??= Build(null);

    public void Learn(TEvent value)
    {
        Pipeline.OnNext(value);
        ThrowIfFailed();
    }

    public void AdvanceTo(ReadOnlySpan<long> times)
    {
        Pipeline.AdvanceTo(times.ToArray());
        ThrowIfFailed();
    }

    public void Complete()
    {
        Pipeline.Complete();
        ThrowIfFailed();
    }

    public void ForgetUser(object user) => Pipeline.ForgetKey(user);

    public void Snapshot(SnapshotWriter writer) => writer.WriteBytes(
        SnapshotContainer.Seal(Pipeline.Write(writer.OnProgress)).Span);

    public void Restore(SnapshotReader reader)
    {
        _pipeline?.Dispose();
        _pipeline = Build(reader.ReadBytes());
    }

    public void TakeResults(Action<TResult> take)
    {
        foreach (var result in _results)
        {
            take(result);
        }

        _results.Clear();
    }

    public void OnNext(TResult value) => _results.Add(value);

    public void OnError(Exception error)
    {
        // The pipeline remembers it, and whoever called is told.
    }

    public void OnCompleted()
    {
        // Further events are ignored.
    }

    public void Dispose() => _pipeline?.Dispose();

    private CheckpointedPipeline<TEvent, TResult> Build(ReadOnlyMemory<byte>? snapshot)
    {
        _pipeline = new(build, this, snapshot, codecs);
        ThrowIfFailed();
        return _pipeline;
    }

    private void ThrowIfFailed()
    {
        if (_pipeline!.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }
}
