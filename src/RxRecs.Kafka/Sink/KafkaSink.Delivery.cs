using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <content>What becomes of records once they are handed over.</content>
public sealed partial class KafkaSink<T>
{
    // What a timer takes.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    // A record of more than this is told its size by; of smaller ones nothing is kept, and they are refused with
    // others.
    private const int LargeRecord = 16 * 1024;

    private void Produce(TopicPartition target, Message<byte[], byte[]> message)
    {
        var send = _telemetry.StartSend(message);
        var size = RecordSize.Of(message);
        var onDelivery = send.IsMeasured ? Measured(size, send)
            : size > LargeRecord ? report => OnDelivery(report, size)
            : _onDelivery;
        while (true)
        {
            try
            {
                _writer.Producer.Produce(target, message, onDelivery);
                return;
            }
            catch (ProduceException<byte[], byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                if (_inFlight.Stopped || _options.CancellationToken.IsCancellationRequested)
                {
                    send.End(nameof(OperationCanceledException));
                    _inFlight.Withdraw();
                    ThrowIfFaulted();
                    _options.CancellationToken.ThrowIfCancellationRequested();
                    throw new ObjectDisposedException(nameof(KafkaSink<T>), error);
                }

                _inFlight.WaitForRoom();
            }
            catch (KafkaException error)
            {
                send.End(error.Error.Code.ToString());
                Report(message.Key, error.Error, RecordSize.Client(error.Error, size, _writer.MaxMessageBytes));
                _inFlight.Leave();
                return;
            }
            catch
            {
                _inFlight.Withdraw();
                throw;
            }
        }
    }

    // Apart from what calls it, which else would allocate what this takes along for every record.
    private Action<DeliveryReport<byte[], byte[]>> Measured(long size, SendWork send) => report =>
    {
        send.End(report.Error.IsError ? report.Error.Code.ToString() : null);
        OnDelivery(report, size > LargeRecord ? size : null);
    };

    // Runs on the client's thread, and on one that flushes. Nothing may come out of it.
    private void OnDelivery(DeliveryReport<byte[], byte[]> report, long? size)
    {
        if (!report.Error.IsError)
        {
            Interlocked.Increment(ref _delivered);
            _telemetry.Delivered(1);
        }
        else
        {
            Report(report.Key, report.Error, RecordSize.Broker(report.Error, size));
        }

        _inFlight.Leave();
    }

    private void Report(byte[]? key, Error error, string? hint)
    {
        _telemetry.Failed(1, error.Code);
        var failure = _writer.Errors.Translate(error, _options.Topic);

        // Whatever it was, this much is known.
        var kind = failure.Failure == KafkaFailure.Other ? KafkaFailure.NotDelivered : failure.Failure;
        Report(key, new KafkaFailureException(kind, failure.Message + (hint ?? Hint())), 1, error.IsFatal);
    }

    private void Report(byte[]? key, KafkaFailureException failure, long records, bool isFatal = false)
    {
        Interlocked.Add(ref _failed, records);
        if (isFatal || !_options.ContinueAfterFailure)
        {
            Fail(failure);
        }

        try
        {
            _failures?.OnNext(
                new DeliveryFailure(_options.Topic, DeliveryFailure.CutKey(key), failure.Message, records));
        }
        catch (Exception ignored)
        {
            // The caller's observer; an exception here would cost the client the reports that follow.
            _ = ignored;
        }
    }

    private void Fail(KafkaFailureException failure)
    {
        if (Interlocked.CompareExchange(ref _fault, failure, null) is null)
        {
            _inFlight.Stop();
        }
    }

    private KafkaFailureException NotConfirmed(long records, string what, TimeSpan after) => new(
        KafkaFailure.NotDelivered,
        $"The sink to topic '{_options.Topic}' {what} after {after.TotalSeconds:0.###} s in which the broker had not "
        + $"confirmed {records} record(s): whether they were written is not known.{Hint()} Check that the broker runs "
        + "and is reachable, and send them again.");

    private string Hint() => _writer.LastError is { } said ? $" The client said last: {said}." : string.Empty;

    private void WaitForAll(TimeSpan patience, CancellationToken cancellation)
    {
        using var activity = _inFlight.Pending > 0 ? _telemetry.StartFlush() : null;
        var time = TimeProvider.System;
        var (since, pending) = (time.GetTimestamp(), _inFlight.Pending);
        while (_inFlight.Pending is > 0 and var open)
        {
            ThrowIfFaulted();
            cancellation.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            if (open != pending)
            {
                (since, pending) = (time.GetTimestamp(), open);
            }
            else if (patience != Timeout.InfiniteTimeSpan && time.GetElapsedTime(since) > patience)
            {
                var failure = NotConfirmed(open, "gave up", patience);
                Volatile.Write(ref _hasGivenUp, true);
                Fail(failure);
                throw failure;
            }

            PollOnce(TimeSpan.FromMilliseconds(50));
        }

        ThrowIfFaulted();
    }

    // Whoever has cancelled wants to leave: what can be delivered is, within the time of closing.
    private void WaitForPending()
    {
        using var patience = new CancellationTokenSource();
        using var stop = _options.CancellationToken.UnsafeRegister(
            _ => patience.CancelAfter(_options.CloseTimeout < Longest ? _options.CloseTimeout : Longest), null);
        try
        {
            WaitForAll(_options.CompletionTimeout, patience.Token);
        }
        catch (OperationCanceledException)
        {
            var failure = NotConfirmed(_inFlight.Pending, "was stopped, and gave up", _options.CloseTimeout);
            Volatile.Write(ref _hasGivenUp, true);
            Fail(failure);
            throw failure;
        }
    }

    private void WaitBounded()
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (_inFlight.Pending > 0 && time.GetElapsedTime(start) < _options.CloseTimeout)
        {
            PollOnce(TimeSpan.FromMilliseconds(50));
        }
    }

    // The client's flush also sends what lingers. It waits for all sinks of the connection, so we look at our own
    // count.
    private void PollOnce(TimeSpan wait)
    {
        try
        {
            _writer.Producer.Flush(wait);
        }
        catch (KafkaException)
        {
            // Told by the delivery reports.
        }
        catch (ObjectDisposedException)
        {
            // The shared connection was closed before the sink; what is open stays open.
        }

        if (_inFlight.Pending > 0)
        {
            _inFlight.WaitForRoom();
        }
    }

    private void End(Exception error)
    {
        if (_completion.TrySetException(error))
        {
            _ = _completion.Task.Exception;
        }
    }

    private void ThrowIfFaulted()
    {
        if (Volatile.Read(ref _fault) is { } fault)
        {
            throw new KafkaFailureException(fault.Failure, fault.Message, fault);
        }
    }
}
