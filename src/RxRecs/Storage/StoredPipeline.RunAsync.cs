using System.Reactive.Disposables;

namespace RxRecs.Storage;

/// <content>From a source to its end.</content>
public sealed partial class StoredPipeline<TEvent, TResult>
{
    /// <summary>Reads a source from <see cref="Position"/> on, and saves as the options say.</summary>
    /// <param name="source">
    /// The function that gives the source from a position on; subscribed to within the call. A source that gives its
    /// events within <c>Subscribe</c> is processed within the call.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading: what has been taken is saved, and the task ends without an exception.
    /// </param>
    /// <returns>
    /// A task that ends with the source, with the pipeline, or by the token, once everything is saved. The source's
    /// completion completes the pipeline. It fails with what the source or the pipeline has failed with, or with the
    /// <see cref="IOException"/> of a save; of a failed source what came before is saved.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>While the source is quiet, results and state are saved on a timer of the clock.</remarks>
    public async Task RunAsync(
        Func<long, IObservable<PositionedEvent<TEvent>>> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var run = new SourceRun(this);
        using var stop = cancellationToken.UnsafeRegister(static state => ((SourceRun)state!).Stop(), run);
        using var timer = _options.TimeProvider.CreateTimer(
            static state => ((SourceRun)state!).Tick(), run, _options.ResultInterval, _options.ResultInterval);
        run.Subscribe(source);
        await run.End.ConfigureAwait(false);
    }

    /// <summary>One subscription to a source; whatever ends it saves once and ends the task once.</summary>
    private sealed class SourceRun(StoredPipeline<TEvent, TResult> pipeline)
        : IObserver<PositionedEvent<TEvent>>, IDisposable
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SingleAssignmentDisposable _subscription = new();
        private bool _hasEnded;

        public Task End => _end.Task;

        public void Subscribe(Func<long, IObservable<PositionedEvent<TEvent>>> source)
        {
            // One that has ended in an earlier run takes no event: a quiet source would never say so.
            if (pipeline.HasEnded)
            {
                Finish(pipeline.Error, pipeline.Save);
                return;
            }

            try
            {
                _subscription.Disposable = source(pipeline.Position).Subscribe(this);
            }
            catch (Exception error)
            {
                Finish(error, pipeline.Save);
            }
        }

        public void OnNext(PositionedEvent<TEvent> value)
        {
            lock (pipeline._gate)
            {
                if (_hasEnded)
                {
                    return;
                }

                try
                {
                    pipeline.OnNext(value.Value, value.NextPosition);
                }
                catch (Exception error)
                {
                    // Where it is a save that has failed, another one would fail in the same way.
                    var isNotSaved = pipeline.Error is null && error is IOException or SnapshotException;
                    Finish(error, isNotSaved ? null : pipeline.Save);
                    return;
                }

                if (pipeline.HasEnded)
                {
                    Finish(pipeline.Error, pipeline.Save);
                }
            }
        }

        public void OnError(Exception error) => Finish(error, pipeline.Save);

        public void OnCompleted() => Finish(null, pipeline.Complete);

        /// <summary>Saves and ends without an exception.</summary>
        public void Stop() => Finish(null, pipeline.Save);

        /// <summary>Saves what is due, for a source that is quiet.</summary>
        public void Tick()
        {
            // A store that waits for its database holds the gate: ticks must not pile up behind it.
            if (!pipeline._gate.TryEnter())
            {
                return;
            }

            Exception? failure = null;
            try
            {
                if (!_hasEnded)
                {
                    pipeline.SaveDue();
                }
            }
            catch (Exception error)
            {
                failure = error;
            }
            finally
            {
                pipeline._gate.Exit();
            }

            // Without the gate: whoever is unsubscribed from may wait for a thread that waits for it.
            if (failure is not null)
            {
                Finish(failure, null);
            }
        }

        public void Dispose() => _subscription.Dispose();

        private void Finish(Exception? error, Action? save)
        {
            lock (pipeline._gate)
            {
                if (_hasEnded)
                {
                    return;
                }

                _hasEnded = true;
                try
                {
                    save?.Invoke();
                    error ??= pipeline.Error;
                }
                catch (Exception notSaved)
                {
                    error = error is null ? notSaved : new AggregateException(error, notSaved);
                }
            }

            _subscription.Dispose();
            _ = error is null ? _end.TrySetResult() : _end.TrySetException(error);
        }
    }
}
