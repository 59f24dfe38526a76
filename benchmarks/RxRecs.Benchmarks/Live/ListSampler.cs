using System.Globalization;
using System.Net;

namespace RxRecs.Benchmarks.Live;

/// <summary>Asks for a list fifty times a second, beside those that ask for more: how long it takes, and what it
/// says.</summary>
internal sealed class ListSampler(HttpClient client)
{
    private const int Users = 5_000;
    private const long FirstUser = 500_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private readonly Latencies _latencies = new();
    private long _answers;
    private long _stale;
    private long _busy;
    private long _failed;

    public async Task Run(CancellationToken end)
    {
        var random = new Random(19);
        using var timer = new PeriodicTimer(Interval);
        while (!end.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            await Ask(FirstUser + random.Next(Users));
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_answers:n0} lists, {100d * _stale / Math.Max(1, _answers):f1} % stale, {_busy} told 503, {_failed} other, "
        + $"{_latencies}");

    private async Task Ask(long user)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var answer = await client.GetAsync($"/recommendations/{user}", CancellationToken.None);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            _latencies.Add(TimeProvider.System.GetElapsedTime(started));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                _answers++;
                _stale += text.Contains("\"stale\":true", StringComparison.Ordinal) ? 1 : 0;
            }
            else if (answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null })
            {
                _busy++;
            }
            else
            {
                _failed++;
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            _failed++;
        }
    }
}
