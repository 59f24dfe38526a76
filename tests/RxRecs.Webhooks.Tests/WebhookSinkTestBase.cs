using System.Buffers;
using System.Reactive;
using System.Text;
using RxRecs.Kafka;

namespace RxRecs.Webhooks;

/// <summary>Values are texts such as <c>7-3</c>: the third of user 7, which is also the id.</summary>
internal abstract class WebhookSinkTestBase
{
    public const string SecretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly List<IDisposable> _made = [];

    protected VirtualClock Clock { get; private set; } = null!;

    protected List<WebhookFailure<string>> Failures { get; private set; } = null!;

    protected WebhookSinkOptions<string> Options => new()
    {
        Endpoint = new("https://shop.example/hook/hidden-path"),
        Secret = WebhookSecret.Parse(SecretText),
        IdSelector = value => value,
        KeySelector = value => value.Split('-')[0],
        Write = (value, output) => output.Write(Encoding.UTF8.GetBytes($"{{\"value\":\"{value}\"}}")),
        TimeProvider = Clock,
    };

    [SetUp]
    public void Begin() => (Clock, Failures) = (new(), []);

    [TearDown]
    public void End()
    {
        _made.ForEach(each => each.Dispose());
        _made.Clear();
    }

    protected WebhookSink<string> Sink(HttpMessageHandler receiver, WebhookSinkOptions<string> options) =>
        Sink(receiver, options, Observer.Create<WebhookFailure<string>>(Failures.Add));

    protected WebhookSink<string> Sink(
        HttpMessageHandler receiver,
        WebhookSinkOptions<string> options,
        IObserver<WebhookFailure<string>> failures)
    {
        var client = new HttpClient(receiver);
        var sink = new WebhookSink<string>(client, options, failures);
        _made.Add(client);
        return sink;
    }

    /// <summary>Waits until as many timers are set.</summary>
    protected void AwaitTimers(int count) =>
        Assert.That(Eventually.Is(() => Clock.TimersSet == count, Eventually.Patience), Is.True, $"{count} timers");

    /// <summary>Waits until an attempt is over, and the next one is due later than it could last.</summary>
    protected void AwaitRetry() => Assert.That(
        Eventually.Is(
            () => Clock.TimersSet == 1 && Clock.NextDue - Clock.Now > Options.AttemptTimeout, Eventually.Patience),
        Is.True,
        "the next attempt is due");

    /// <summary>Lets the virtual time run until the sink has nothing to do.</summary>
    protected void RunOut(WebhookSink<string> sink) => Assert.That(
        SpinWait.SpinUntil(
            () =>
            {
                Clock.AdvanceToNext();
                return sink.Pending == 0;
            },
            Eventually.Patience),
        Is.True,
        "all is delivered or told");
}
