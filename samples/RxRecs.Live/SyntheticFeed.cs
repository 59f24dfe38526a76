using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.SyntheticShop;

namespace RxRecs.Live;

/// <summary>Lets the synthetic shop happen now, so that something moves, at the server's time.</summary>
internal sealed class SyntheticFeed(
    LiveSettings settings, IEventLog log, TimeProvider clock, ILogger<SyntheticFeed> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (settings.Rate > 0)
            {
                await Run(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }

    private async Task Run(CancellationToken stoppingToken)
    {
        // A round of three minutes: what rises has risen by then.
        var round = Math.Max(1_000, settings.Rate * 180L);
        var shop = new SyntheticVisits(new ShopSettings { Rows = round, Users = 5_000 });
        using var timer = new PeriodicTimer(Interval, clock);
        while (log.CaughtUpAt is null)
        {
            await timer.WaitForNextTickAsync(stoppingToken);
        }

        // As many visits as were before make another run: no session comes twice.
        using var visits = shop.Make(log.CaughtUpAt.Value).GetEnumerator();
        var (started, sent, isRefused) = (clock.GetTimestamp(), 0L, false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var due = (long)(clock.GetElapsedTime(started).TotalSeconds * settings.Rate);
            var messages = Take(visits, (int)Math.Min(due - sent, settings.Rate));
            try
            {
                await log.AppendAsync(messages);
                isRefused = false;
            }
            catch (IOException error)
            {
                if (!isRefused)
                {
                    Log.CannotAppend(logger, error.Message);
                }

                isRefused = true;
            }

            sent = due;
        }
    }

    private List<ShopMessage> Take(IEnumerator<Interaction> visits, int count)
    {
        var now = clock.GetUtcNow();
        var messages = new List<ShopMessage>(Math.Max(0, count));
        while (messages.Count < count && visits.MoveNext())
        {
            messages.Add(ShopMessageFormat.Of(visits.Current) with { EventTime = now });
        }

        return messages;
    }
}
