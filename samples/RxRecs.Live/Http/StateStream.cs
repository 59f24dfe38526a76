using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>
/// The stream of the page: the state every 250 ms, written as JSON once for all readers. A slow reader gets the newest
/// state when it is ready for one, and none in between.
/// </summary>
internal sealed class StateStream(StatePublisher publisher, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    private volatile Message _newest = new(null, null);
    private int _readers;

    public IResult Open(CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(Read(cancellationToken));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
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

    private void Renew()
    {
        var before = _newest;
        if (publisher.State is { } state && !ReferenceEquals(state, before.State))
        {
            _newest = new Message(state, JsonSerializer.Serialize(state, LiveStateJson.Default.LiveState));
            before.HasNext.TrySetResult();
        }
    }

    private async IAsyncEnumerable<SseItem<string>> Read(
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

    /// <summary>Waits for what follows a message; false where a ping is due. The end counts as what follows.</summary>
    private static async Task<bool> HasNext(Message message, CancellationToken cancellationToken)
    {
        try
        {
            await message.HasNext.Task.WaitAsync(PingInterval, cancellationToken);
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
