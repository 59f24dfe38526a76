using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>
/// The stream of the page: the state every 250 ms, written as JSON once for all readers. A slow reader gets the newest
/// state when it is ready for one, and none in between.
/// </summary>
internal sealed class StateStream(StatePublisher publisher, IHostApplicationLifetime lifetime, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    private readonly Lock _renewing = new();
    private volatile Message _newest = new(null, null);
    private int _readers;

    public IResult Open(CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(Read(cancellationToken));

    /// <summary>Gives what one reader gets: the newest state at once, then each that is there when it asks.</summary>
    internal async IAsyncEnumerable<SseItem<string>> Read(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _readers);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, lifetime.ApplicationStopping);
        try
        {
            Renew();
            while (!end.IsCancellationRequested)
            {
                var message = _newest;
                if (message.Json is not null)
                {
                    yield return new SseItem<string>(message.Json, "state");
                }

                while (!await HasNext(message, end.Token))
                {
                    yield return new SseItem<string>("", "ping");
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Volatile.Read(ref _readers) > 0)
                {
                    Renew();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }

    // The timer and every reader that connects come here. One at a time: a message that another one replaced unseen
    // would never have a next one, and whoever holds it would wait for ever.
    private void Renew()
    {
        lock (_renewing)
        {
            var before = _newest;
            if (publisher.State is { } state && !ReferenceEquals(state, before.State))
            {
                _newest = new Message(state, JsonSerializer.Serialize(state, LiveStateJson.Default.LiveState));
                before.HasNext.TrySetResult();
            }
        }
    }

    /// <summary>Waits for what follows a message; false where a ping is due. The end counts as what follows.</summary>
    private async Task<bool> HasNext(Message message, CancellationToken cancellationToken)
    {
        try
        {
            await message.HasNext.Task.WaitAsync(PingInterval, clock, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private sealed record Message(LiveState? State, string? Json)
    {
        public TaskCompletionSource HasNext { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
