using System.Net;
using RxRecs.Kafka;

namespace RxRecs.Webhooks;

/// <summary>The order of each key, how many are under way, and the bound.</summary>
internal sealed class WebhookSinkOrderTests : WebhookSinkTestBase
{
    [Test]
    public void Values_OfRandomReceivers_ArriveOncePerIdInTheOrderOfTheirKey([Values(1, 2, 3, 4, 5)] int seed)
    {
        const int Concurrency = 3;
        const int MaxPending = 20;
        var (under, most, mostPending) = (0, 0, 0L);
        WebhookSink<string>? sink = null;
        var accepted = new List<string>();
        var receiver = new Receiver(async (each, stop) =>
        {
            var now = Interlocked.Increment(ref under);
            lock (accepted)
            {
                (most, mostPending) = (Math.Max(most, now), Math.Max(mostPending, sink!.Pending));
            }

            try
            {
                var fate = new Random(HashOf(each.Id, each.Attempt, seed));
                await Task.Delay(TimeSpan.FromMilliseconds(fate.Next(1, 900)), Clock, stop);
                return Fate(each, fate.Next(10), accepted);
            }
            finally
            {
                Interlocked.Decrement(ref under);
            }
        });
        sink = Sink(receiver, Options with
        {
            MaxConcurrency = Concurrency,
            MaxPending = MaxPending,
            MaxAttempts = 200,
            JitterSeed = seed,
        });
        var random = new Random(seed);
        var values = Enumerable.Range(0, 150).Select(at => $"{random.Next(8)}-{at}").ToList();
        var source = Task.Run(() =>
        {
            values.ForEach(sink.OnNext);
            sink.OnCompleted();
        });
        Assert.That(
            SpinWait.SpinUntil(
                () =>
                {
                    Clock.AdvanceToNext();
                    return source.IsCompleted;
                },
                Eventually.Patience),
            Is.True);
        source.GetAwaiter().GetResult();

        var refused = Failures.Select(each => each.Id).ToHashSet();
        Assert.That(refused, Is.EquivalentTo(values.Where(IsRefused)));
        Assert.That(
            accepted.Distinct().GroupBy(KeyOf).ToDictionary(each => each.Key, each => each.ToList()),
            Is.EqualTo(values.Where(each => !IsRefused(each)).GroupBy(KeyOf)
                .ToDictionary(each => each.Key, each => each.ToList())));
        Assert.That(receiver.All, Has.Count.GreaterThan(values.Count), "some came again");
        Assert.That((most, mostPending), Is.EqualTo((Concurrency, MaxPending)));
        Assert.That((sink.Delivered, sink.Failed), Is.EqualTo((values.Count - refused.Count, refused.Count)));
        Assert.That(sink.Completion.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void Values_WithoutAKey_DoNotWaitForEachOther()
    {
        var receiver = new Receiver((each, stop) => each.Id == "7-1"
            ? Receiver.Hang(stop)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)));
        var sink = Sink(receiver, Options with { KeySelector = null });
        sink.OnNext("7-1");
        sink.OnNext("7-2");
        Assert.That((sink.Delivered, sink.Pending), Is.EqualTo((1, 1)));
    }

    [Test]
    public void OnNext_AtTheBound_WaitsUntilTheTokenSaysOtherwise()
    {
        using var stop = new CancellationTokenSource();
        var receiver = new Receiver((_, gone) => Receiver.Hang(gone));
        var sink = Sink(receiver, Options with { MaxPending = 2, CancellationToken = stop.Token });
        sink.OnNext("7-1");
        sink.OnNext("7-2");

        var third = Task.Run(() => sink.OnNext("7-3"));
        stop.Cancel();

        Assert.That(async () => await third, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((receiver.All.Count, sink.Pending), Is.EqualTo((1, 2)));
    }

    private static string KeyOf(string value) => value.Split('-')[0];

    private static bool IsRefused(string id) => HashOf(id, 0, 0) % 10 == 0;

    private static HttpResponseMessage Fate(Received each, int fate, List<string> accepted)
    {
        if (IsRefused(each.Id))
        {
            return new(HttpStatusCode.BadRequest);
        }

        if (fate < 3)
        {
            return fate == 0 ? Receiver.Later(HttpStatusCode.ServiceUnavailable, "1") : new(HttpStatusCode.BadGateway);
        }

        lock (accepted)
        {
            accepted.Add(each.Id);
        }

        // Taken, but the answer is lost.
        return fate == 3 ? throw new HttpRequestException("reset") : new(HttpStatusCode.OK);
    }

    private static int HashOf(string id, int attempt, int seed) =>
        id.Aggregate((attempt * 31) + seed, (hash, each) => ((hash * 131) + each) & 0xFFFFFF);
}
