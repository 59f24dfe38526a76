using System.Net;
using System.Net.Sockets;
using System.Reactive;
using System.Text;
using Microsoft.AspNetCore.Http;
using RxRecs.Analytics;
using RxRecs.Kafka;

namespace RxRecs.Webhooks;

/// <summary>Triggers to receivers over HTTP on this machine, in real time.</summary>
internal sealed class WebhookReceiverTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly List<WebhookFailure<Trigger<Id, Id>>> _failures = [];

    [SetUp]
    public void Begin() => _failures.Clear();

    [Test]
    public async Task Triggers_ToAReceiverThatFailsHangsRepeatsAndDies_ArriveOncePerIdInTheirUsersOrder()
    {
        var triggers = Triggers(400);
        var (taken, requests, gate) = (new List<Trigger<Id, Id>>(), new Dictionary<string, int>(), new Lock());
        await using var receiver = await HttpReceiver.StartAsync(async (request, context) =>
        {
            int fate;
            lock (gate)
            {
                var attempt = requests[request.Id] = requests.GetValueOrDefault(request.Id) + 1;
                var trigger = RecsJson.ReadTrigger(Encoding.UTF8.GetBytes(request.Body));
                Assert.That(Receiver.IsSigned(request, WebhookSinkTestBase.SecretText), Is.True);
                Assert.That(request.Id, Is.EqualTo(trigger.Id));

                // Down for a while: nothing that comes is answered.
                var isDown = requests.Values.Sum() is > 200 and < 300;
                fate = isDown ? 0 : new Random((requests.Count * 1009) + attempt).Next(1, 100);
                if (fate >= 35 && taken.TrueForAll(each => each.Id != trigger.Id))
                {
                    taken.Add(trigger);
                }
            }

            await AnswerAsync(context, fate);
        });
        using var client = WebhookClient.Create();
        await using var sink = Sink(client, Options(receiver.Hook) with
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(500),
            FirstDelay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(20),
            MaxAttempts = 1_000,
            MaxPending = 50,
        });

        var source = Task.Run(() =>
        {
            triggers.ForEach(sink.OnNext);
            sink.OnCompleted();
        });
        await source.WaitAsync(Eventually.Patience);

        Assert.That(_failures, Is.Empty);
        Assert.That(taken.GroupBy(each => each.User).ToDictionary(each => each.Key, each => each.ToList()), Is.EqualTo(
            triggers.GroupBy(each => each.User).ToDictionary(each => each.Key, each => each.ToList())));
        Assert.That(requests.Values.Sum(), Is.GreaterThan(triggers.Count + 100), "many came again");
        Assert.That(sink.Delivered, Is.EqualTo(triggers.Count));
    }

    [Test]
    public async Task Redirect_ByAClientThatDoesNotFollow_GoesNowhereElse()
    {
        var paths = new List<string>();
        await using var receiver = await HttpReceiver.StartAsync((_, context) => RedirectAsync(context, paths));
        using var client = WebhookClient.Create();
        await using var sink = Sink(client, Options(receiver.Hook));

        sink.OnNext(Triggers(1)[0]);
        sink.Flush();

        Assert.That(paths, Is.EqualTo(["/hook"]));
        Assert.That(_failures.Single().Status, Is.EqualTo(HttpStatusCode.TemporaryRedirect));
    }

    [Test]
    public async Task Redirect_ByAClientThatFollows_IsAFailureThatSaysSo()
    {
        var paths = new List<string>();
        await using var receiver = await HttpReceiver.StartAsync((_, context) => RedirectAsync(context, paths));
        using var client = new HttpClient();
        await using var sink = Sink(client, Options(receiver.Hook));

        sink.OnNext(Triggers(1)[0]);
        sink.Flush();

        Assert.That(_failures.Single().Reason, Does.Contain("AllowAutoRedirect = false"));
        Assert.That(sink.Delivered, Is.Zero);
    }

    [Test]
    public void Receiver_ThatIsNotThere_IsAFailureWithItsReason()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var nobody = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/hook");
        taken.Stop();
        using var client = WebhookClient.Create();
        using var sink = Sink(client, Options(nobody) with { MaxAttempts = 2, FirstDelay = TimeSpan.Zero });

        sink.OnNext(Triggers(1)[0]);
        sink.Flush();

        var failure = _failures.Single();
        Assert.That((failure.Attempts, failure.Status), Is.EqualTo((2, default(HttpStatusCode?))));
        Assert.That(failure.Reason, Does.StartWith("127.0.0.1: "));
    }

    private static List<Trigger<Id, Id>> Triggers(int count) =>
    [
        .. Enumerable.Range(0, count).Select(at => new Trigger<Id, Id>(
            (TriggerKind)(at % 4), at * 7 % 13, [at, $"sku-{at}"], Noon.AddSeconds(at))),
    ];

    private static WebhookSinkOptions<Trigger<Id, Id>> Options(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Secret = WebhookSecret.Parse(WebhookSinkTestBase.SecretText),
        IdSelector = trigger => trigger.Id,
        KeySelector = trigger => trigger.User.ToString(),
        Write = RecsJson.Write,
    };

    private static async Task AnswerAsync(HttpContext context, int fate)
    {
        switch (fate)
        {
            case < 10: // dies before it takes anything
            case > 85: // dies before it answers
                context.Abort();
                break;
            case < 20:
                context.Response.StatusCode = 500;
                break;
            case < 30:
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "0";
                break;
            case < 32 or > 84: // hangs, having taken it or not
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                break;
            case < 35:
                context.Response.StatusCode = 429;
                break;
            default:
                context.Response.StatusCode = 202;
                break;
        }
    }

    private static Task RedirectAsync(HttpContext context, List<string> paths)
    {
        paths.Add(context.Request.Path);
        context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
        context.Response.StatusCode = context.Request.Path == "/hook" ? 307 : 200;
        return Task.CompletedTask;
    }

    private WebhookSink<Trigger<Id, Id>> Sink(HttpClient client, WebhookSinkOptions<Trigger<Id, Id>> options) =>
        new(client, options, Observer.Create<WebhookFailure<Trigger<Id, Id>>>(_failures.Add));
}
