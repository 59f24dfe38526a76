using System.Runtime.ExceptionServices;

namespace RxRecs.Webhooks;

/// <content>From a value to its delivery, and how the sink ends.</content>
public sealed partial class WebhookSink<T>
{
    private const int LongestId = 256;

    private WebhookMessage<T> Make(T value)
    {
        var id = _options.IdSelector(value);
        if (id is not { Length: > 0 and <= LongestId } || !id.All(static each => each is > ' ' and <= '~' and not '.'))
        {
            throw new InvalidOperationException(
                $"What the IdSelector returned is no id: 1 to {LongestId} visible ASCII characters, and no full stop.");
        }

        _writer.ResetWrittenCount();
        _options.Write(value, _writer);
        return new(value, id, _options.KeySelector?.Invoke(value), _writer.WrittenSpan.ToArray());
    }

    private void WaitForRoom()
    {
        if (_room.Wait(0, CancellationToken.None))
        {
            return;
        }

        try
        {
            _room.Wait(_closing.Token);
        }
        catch (OperationCanceledException error)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(WebhookSink<>), error);
        }
    }

    private async Task RunAsync(Queue<WebhookMessage<T>> lane)
    {
        var message = lane.Peek();
        while (message is not null)
        {
            var result = await DeliverAsync(message).ConfigureAwait(false);
            if (result.Outcome == AttemptOutcome.Delivered)
            {
                _counts.Deliver();
            }
            else
            {
                Tell(message.Failure(result));
                _counts.Fail(result.ErrorType);
            }

            message = _lanes.Next(lane);
            _room.Release();
        }
    }

    private async Task<AttemptResult> DeliverAsync(WebhookMessage<T> message)
    {
        try
        {
            while (true)
            {
                var result = await AttemptAsync(message).ConfigureAwait(false);
                if (result.Outcome != AttemptOutcome.Retry || message.Attempts == _options.MaxAttempts)
                {
                    return result;
                }

                _counts.Retry(result.ErrorType);
                var delay = Backoff.Delay(_options, message.Id, message.Attempts);
                await Task.Delay(delay, _options.TimeProvider, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return NotSent(message);
        }
    }

    // What waits for the end of a pause keeps its slot: nothing else may go either.
    private async Task<AttemptResult> AttemptAsync(WebhookMessage<T> message)
    {
        await _slots.WaitAsync(_stop.Token).ConfigureAwait(false);
        try
        {
            await _pause.WaitAsync(_stop.Token).ConfigureAwait(false);
            message.Attempts++;
            var result = await _requests.SendAsync(message, _stop.Token).ConfigureAwait(false);
            if (result.RetryAfter is { } length)
            {
                _pause.Extend(length);
            }

            return result;
        }
        finally
        {
            _slots.Release();
        }
    }

    private AttemptResult NotSent(WebhookMessage<T> message)
    {
        SetFault(new TimeoutException(
            $"The sink to {_options.Endpoint.Host} was closed before all values were sent: those that were not, or of "
            + "which that is not known, were told as failures. Send them again, under the same ids."));
        return new(
            AttemptOutcome.Refused,
            "closed",
            message.Attempts == 0
                ? "The sink was closed before it was sent"
                : "The sink was closed after attempts that failed or had no answer yet; it may have arrived");
    }

    private void Tell(WebhookFailure<T> failure)
    {
        try
        {
            _failures.OnNext(failure);
        }
        catch (Exception error)
        {
            SetFault(error);
        }
    }

    private void SetFault(Exception error) => Interlocked.CompareExchange(ref _fault, error, null);

    private void ThrowIfFaulted()
    {
        if (Volatile.Read(ref _fault) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    private void WaitForPending()
    {
        try
        {
            _lanes.WhenDrained().Wait(_options.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            StopAsync().GetAwaiter().GetResult();
        }
    }

    // Whoever has cancelled wants to leave: what can be delivered is, within the time of closing.
    private async Task StopAsync()
    {
        try
        {
            await _lanes.WhenDrained().WaitAsync(_options.CloseTimeout, _options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _lanes.WhenDrained().ConfigureAwait(false);
        }
    }

    private void End(Exception error)
    {
        if (_completion.TrySetException(error))
        {
            // Nobody has to look at it.
            _ = _completion.Task.Exception;
        }
    }
}
