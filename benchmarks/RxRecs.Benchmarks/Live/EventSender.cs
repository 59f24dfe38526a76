using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace RxRecs.Benchmarks.Live;

/// <summary>Sends events at a fixed rate, 1,000 in a request, whether the server keeps up or not.</summary>
internal sealed class EventSender(HttpClient client, int users) : IDisposable
{
    private const int EventsAtOnce = 1_000;
    private const int Bodies = 128;
    private const int Items = 2_000;
    private const int MostAtOnce = 32;
    private const long FirstUser = 500_000_000;
    private const long FirstItem = 100_000;
    private readonly Latencies _latencies = new();
    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private long _taken;
    private long _busy;
    private long _failed;
    private long _notSent;

    public async Task Run(int eventsPerSecond, CancellationToken end)
    {
        if (eventsPerSecond == 0)
        {
            return;
        }

        var bodies = Make();
        var interval = TimeSpan.FromSeconds((double)EventsAtOnce / eventsPerSecond);
        var started = TimeProvider.System.GetTimestamp();
        var sending = new List<Task>();
        for (var n = 0L; !end.IsCancellationRequested; n++)
        {
            var due = (n * interval) - TimeProvider.System.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, CancellationToken.None);
            }

            if (_room.Wait(0, CancellationToken.None))
            {
                sending.RemoveAll(each => each.IsCompleted);
                sending.Add(Send(bodies[n % Bodies]));
            }
            else
            {
                _notSent += EventsAtOnce;
            }
        }

        await Task.WhenAll(sending);
    }

    public void Dispose() => _room.Dispose();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_taken:n0} events taken, {_busy:n0} told 503, {_failed:n0} other, {_notSent:n0} not sent, {_latencies}");

    private async Task Send(byte[] body)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await client.PostAsync("/interactions", content, CancellationToken.None);
            _latencies.Add(TimeProvider.System.GetElapsedTime(started));
            ref var count = ref _failed;
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                count = ref _taken;
            }
            else if (answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null })
            {
                count = ref _busy;
            }

            Interlocked.Add(ref count, EventsAtOnce);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Add(ref _failed, EventsAtOnce);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Makes the bodies: users evenly, a few items popular, views above all.</summary>
    private byte[][] Make()
    {
        var random = new Random(17);
        var bodies = new byte[Bodies][];
        for (var n = 0; n < Bodies; n++)
        {
            var text = new StringBuilder("[");
            for (var i = 0; i < EventsAtOnce; i++)
            {
                var user = FirstUser + random.Next(users);
                var item = FirstItem + (long)(Items * Math.Pow(random.NextDouble(), 3));
                var kind = random.Next(100) switch { < 88 => "view", < 96 => "cart", _ => "purchase" };
                text.Append(i == 0 ? "" : ",").Append(
                    CultureInfo.InvariantCulture,
                    $"{{\"event_type\":\"{kind}\",\"product_id\":{item},\"user_id\":{user},")
                    .Append(CultureInfo.InvariantCulture, $"\"user_session\":\"{user}-{n / 16}\"}}");
            }

            bodies[n] = Encoding.UTF8.GetBytes(text.Append(']').ToString());
        }

        return bodies;
    }
}
