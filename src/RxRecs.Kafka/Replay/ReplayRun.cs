using System.Reactive.Concurrency;

namespace RxRecs.Kafka.Replay;

/// <summary>One replay: rows through the plan into a sink, from a loop or from a scheduler's actions.</summary>
internal sealed class ReplayRun<T> : IDisposable
{
    private readonly KafkaReplayOptions<T> _options;
    private readonly ReplayPlan<T> _plan;
    private readonly IProgress<KafkaReplayProgress>? _progress;
    private readonly KafkaWriter _writer;
    private readonly KafkaSink<PlannedRow<T>> _sink;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _start;
    private readonly Lock _sending = new();
    private bool _ended;
    private long _told;
    private long _sent;

    public ReplayRun(
        KafkaSettings settings,
        KafkaReplayOptions<T> options,
        ReplayPlan<T> plan,
        IProgress<KafkaReplayProgress>? progress)
    {
        (_options, _plan, _progress) = (options, plan, progress);
        _start = _told = _time.GetTimestamp();
        var resumable = plan.HeadersSelector is not null;
        _writer = new KafkaWriter(settings, notices: null, isGapless: resumable);
        _sink = new KafkaSink<PlannedRow<T>>(_writer, new KafkaSinkOptions<PlannedRow<T>>
        {
            Topic = options.Topic,
            Write = (row, writer) => options.Write(row.Row.Value, writer),
            KeySelector = static row => row.Key,
            TimestampSelector = options is { StampEventTime: true, EventTimeSelector: { } eventTime }
                ? row => eventTime(row.Row.Value)
                : null,
            PartitionSelector = resumable ? static row => row.Partition : null,
            HeadersSelector = plan.HeadersSelector,
            MaxInFlight = options.MaxInFlight,
            CloseTimeout = options.Timeout,
        });
    }

    public async Task<KafkaReplaySummary> RunAsync(
        IEnumerable<(long Position, T Value)> rows, IScheduler scheduler, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(
            static sink => ((KafkaSink<PlannedRow<T>>)sink!).StopAccepting(), _sink);
        var completed = true;
        try
        {
            await (_options.Speed is { } speed
                ? PacedAsync(rows, speed, scheduler, cancellationToken)
                : Task.Run(() => SendAll(rows, cancellationToken), CancellationToken.None));
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested
            && error is OperationCanceledException or ObjectDisposedException)
        {
            completed = false;
        }

        completed &= !cancellationToken.IsCancellationRequested;
        completed &= await Task.Run(() => Flush(cancellationToken), CancellationToken.None);
        var totals = Totals();
        _progress?.Report(totals);
        var allConfirmed = totals.Confirmed == totals.Sent;
        return new KafkaReplaySummary(totals, completed, allConfirmed ? _plan.LastPosition : null);
    }

    public void Dispose()
    {
        _sink.Dispose();
        _writer.Dispose();
    }

    private void SendAll(IEnumerable<(long Position, T Value)> rows, CancellationToken cancellationToken)
    {
        foreach (var row in _plan.Choose(rows))
        {
            Send(row, cancellationToken);
        }
    }

    private async Task PacedAsync(
        IEnumerable<(long Position, T Value)> rows, double speed, IScheduler scheduler,
        CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = cancellationToken.UnsafeRegister(_ => end.TrySetCanceled(cancellationToken), null);
        try
        {
            using var subscription = _plan.Choose(rows)
                .ReplayEvents(speed, row => _options.EventTimeSelector!(row.Row.Value), scheduler)
                .Subscribe(
                    row =>
                    {
                        // What goes wrong ends the replay, not the scheduler's thread.
                        try
                        {
                            lock (_sending)
                            {
                                if (!_ended)
                                {
                                    Send(row, cancellationToken);
                                }
                            }
                        }
                        catch (Exception error)
                        {
                            end.TrySetException(error);
                        }
                    },
                    error => end.TrySetException(error),
                    () => end.TrySetResult());
            await end.Task;
        }
        finally
        {
            lock (_sending)
            {
                _ended = true;
            }
        }
    }

    private void Send(PlannedRow<T> row, CancellationToken cancellationToken)
    {
        _options.Gate?.Invoke(_sent, cancellationToken);
        _sink.OnNext(row);
        _plan.Decided(row.Row.Position);
        Interlocked.Increment(ref _sent);
        if (_progress is not null && _time.GetElapsedTime(_told) >= _options.ProgressInterval)
        {
            _told = _time.GetTimestamp();
            _progress.Report(Totals());
        }
    }

    // Cancelled before or meanwhile, it waits for so long and no longer; the summary then says what is confirmed.
    private bool Flush(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var stop = cancellationToken.UnsafeRegister(_ => patience.CancelAfter(_options.Timeout), null);
        try
        {
            _sink.Flush(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private KafkaReplayProgress Totals() => new(
        _plan.Read,
        Interlocked.Read(ref _sent),
        _sink.Delivered,
        _plan.AlreadyThere,
        _plan.NotSampled,
        _sink.Bytes,
        _time.GetElapsedTime(_start));
}
