using System.Net;
using System.Reactive;

namespace RxRecs.Webhooks;

/// <summary>Tests of what is sent, how often and when, in virtual time.</summary>
internal sealed class WebhookSinkTests : WebhookSinkTestBase
{
    [Test]
    public void OnNext_ReceiverThatAnswers_SendsOneSignedRequest()
    {
        var receiver = new Receiver(_ => HttpStatusCode.NoContent);
        var sink = Sink(receiver, Options);

        sink.OnNext("7-1");

        var request = receiver.All.Single();
        Assert.That((request.Id, request.Body), Is.EqualTo(("7-1", """{"value":"7-1"}""")));
        Assert.That(request.Timestamp, Is.EqualTo(VirtualClock.Start.ToUnixTimeSeconds()));
        Assert.That(Receiver.IsSigned(request, SecretText), Is.True);
        Assert.That((sink.Delivered, sink.Failed, sink.Pending), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public void OnNext_WhileSecretsChangeOver_SignsWithBoth()
    {
        const string Next = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var receiver = new Receiver(_ => HttpStatusCode.OK);

        Sink(receiver, Options with { Secret = WebhookSecret.Parse(Next), PreviousSecret = Options.Secret })
            .OnNext("7-1");

        var request = receiver.All.Single();
        Assert.That(request.Signature.Split(' '), Has.Length.EqualTo(2));
        Assert.That(Receiver.IsSigned(request, Next) && Receiver.IsSigned(request, SecretText), Is.True);
    }

    [TestCase(HttpStatusCode.RequestTimeout)]
    [TestCase((HttpStatusCode)425)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.InternalServerError)]
    [TestCase(HttpStatusCode.GatewayTimeout)]
    public void Answer_ThatMayPass_IsAskedAgainUnderTheSameId(HttpStatusCode status)
    {
        var receiver = new Receiver(each => each.Attempt < 3 ? status : HttpStatusCode.OK);
        var sink = Sink(receiver, Options with { FirstDelay = TimeSpan.FromSeconds(3) });

        sink.OnNext("7-1");
        RunOut(sink);

        Assert.That(receiver.Ids, Is.EqualTo(["7-1", "7-1", "7-1"]));
        Assert.That(receiver.All.Select(each => Receiver.IsSigned(each, SecretText)), Is.All.True);
        Assert.That(receiver.All.Select(each => each.Timestamp), Is.Unique, "signed anew each time");
        Assert.That((sink.Delivered, sink.Failed), Is.EqualTo((1, 0)));
    }

    [TestCase(HttpStatusCode.Found)]
    [TestCase(HttpStatusCode.PermanentRedirect)]
    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.Gone)]
    public void Answer_ThatWillNotPass_IsToldAtOnceAndTheNextGoesOn(HttpStatusCode status)
    {
        var receiver = new Receiver(each => each.Id == "7-1" ? status : HttpStatusCode.OK);
        var sink = Sink(receiver, Options);

        sink.OnNext("7-1");
        sink.OnNext("7-2");

        Assert.That(receiver.Ids, Is.EqualTo(["7-1", "7-2"]));
        Assert.That(Failures, Is.EqualTo([new WebhookFailure<string>(
            "7-1", "7-1", "7", 1, status, $"shop.example answered {(int)status} {status}")]));
        Assert.That((sink.Delivered, sink.Failed), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Delays_OfAttempts_DoubleUpToTheBoundLessUpToAHalf()
    {
        var times = new List<TimeSpan>();
        var receiver = new Receiver(_ =>
        {
            times.Add(Clock.Now);
            return HttpStatusCode.ServiceUnavailable;
        });
        var sink = Sink(receiver, Options with { MaxAttempts = 7, MaxDelay = TimeSpan.FromSeconds(8) });

        sink.OnNext("7-1");
        RunOut(sink);

        var delays = times.Zip(times.Skip(1), (before, now) => (now - before).TotalSeconds).ToList();
        double[] whole = [1, 2, 4, 8, 8, 8];
        Assert.That(delays, Has.Count.EqualTo(whole.Length).And.Unique);
        Assert.That(delays.Zip(whole, (delay, full) => delay / full), Is.All.InRange(0.5, 1));
        var failure = Failures.Single();
        Assert.That((failure.Attempts, failure.Status), Is.EqualTo((7, HttpStatusCode.ServiceUnavailable)));
    }

    [Test]
    public void Delays_OfAnIdAndASeed_AreTheSameEveryTime()
    {
        var first = Backoff.Delay(Options, "7-1", 1);
        Assert.That(Backoff.Delay(Options, "7-1", 1), Is.EqualTo(first));
        Assert.That(Backoff.Delay(Options, "7-2", 1), Is.Not.EqualTo(first));
        Assert.That(Backoff.Delay(Options with { JitterSeed = 1 }, "7-1", 1), Is.Not.EqualTo(first));
        Assert.That(Backoff.Delay(Options with { MaxAttempts = int.MaxValue }, "7-1", int.MaxValue).TotalMinutes,
            Is.InRange(2.5, 5));
    }

    [TestCase("90", 90)]
    [TestCase("Mon, 02 Mar 2026 08:02:00 GMT", 120)]
    [TestCase("Mon, 02 Mar 2026 07:00:00 GMT", 0)]
    [TestCase("86400", 900)]
    [TestCase("soon", 0)]
    public void RetryAfter_OfOneAnswer_HoldsBackAllRequests(string retryAfter, int seconds)
    {
        var times = new List<(string Id, double Seconds)>();
        var receiver = new Receiver((each, _) =>
        {
            times.Add((each.Id, Clock.Now.TotalSeconds));
            return Task.FromResult(each is { Id: "7-1", Attempt: 1 }
                ? Receiver.Later(HttpStatusCode.TooManyRequests, retryAfter)
                : new HttpResponseMessage(HttpStatusCode.OK));
        });
        var sink = Sink(receiver, Options);

        sink.OnNext("7-1");
        sink.OnNext("8-1");
        RunOut(sink);

        Assert.That(times.Where(each => each.Id == "8-1").Select(each => each.Seconds), Is.EqualTo([(double)seconds]));
        Assert.That(times.Last(each => each.Id == "7-1").Seconds, Is.GreaterThanOrEqualTo(Math.Max(seconds, 0.5)));
    }

    [Test]
    public void Receiver_ThatHangs_IsAskedAgainAfterTheTimeout()
    {
        var receiver = new Receiver((each, stop) => each.Attempt == 1
            ? Receiver.Hang(stop)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)));
        var sink = Sink(receiver, Options);

        sink.OnNext("7-1");
        Clock.Advance(Options.AttemptTimeout - TimeSpan.FromTicks(1));
        Assert.That(receiver.All, Has.Count.EqualTo(1));
        RunOut(sink);

        Assert.That((receiver.All.Count, sink.Delivered), Is.EqualTo((2, 1)));
    }

    [Test]
    public void LastAttempt_WithoutAnAnswer_IsToldWithItsReason()
    {
        var sink = Sink(
            new Receiver((each, stop) => each.Id == "7-1"
                ? Receiver.Hang(stop)
                : throw new HttpRequestException("The connection was reset.")),
            Options with { MaxAttempts = 2 });

        sink.OnNext("7-1");
        sink.OnNext("8-1");
        RunOut(sink);

        Assert.That(Failures.OrderBy(each => each.Id), Is.EqualTo([
            new WebhookFailure<string>("7-1", "7-1", "7", 2, null, "shop.example did not answer within 00:00:10"),
            new WebhookFailure<string>("8-1", "8-1", "8", 2, null, "shop.example: The connection was reset."),
        ]));
    }

    [Test]
    public void OnNext_SelectorOrWriteThatThrows_LeavesThatValueOut()
    {
        var receiver = new Receiver(_ => HttpStatusCode.OK);
        var sink = Sink(receiver, Options with
        {
            Write = (value, output) =>
            {
                output.GetSpan(1)[0] = (byte)'{';
                output.Advance(1);
                if (value == "bad-1")
                {
                    throw new FormatException("cannot be written");
                }
            },
        });

        Assert.That(() => sink.OnNext("bad-1"), Throws.TypeOf<FormatException>());
        sink.OnNext("7-1");

        Assert.That(receiver.All.Select(each => each.Body), Is.EqualTo(["{"]));
        Assert.That(sink.Pending, Is.Zero);
    }

    [TestCase("")]
    [TestCase("a.b")]
    [TestCase("a b")]
    [TestCase("a\r\nwebhook-signature: v1,x")]
    [TestCase("é")]
    [TestCase(null)]
    public void OnNext_WhatIsNoId_IsAClearError(string? id)
    {
        var receiver = new Receiver(_ => HttpStatusCode.OK);
        var sink = Sink(receiver, Options with { IdSelector = _ => id! });
        Assert.That(
            () => sink.OnNext("7-1"), Throws.InvalidOperationException.With.Message.Contains("no full stop"));
        Assert.That((receiver.All.Count, sink.Pending), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Failures_ObserverThatThrows_EndsTheSource()
    {
        var sink = Sink(
            new Receiver(_ => HttpStatusCode.BadRequest),
            Options,
            Observer.Create<WebhookFailure<string>>(_ => throw new IOException("the disk is full")));

        sink.OnNext("7-1");

        Assert.That(() => sink.OnNext("7-2"), Throws.TypeOf<IOException>());
        Assert.That(() => sink.Flush(), Throws.TypeOf<IOException>());
        Assert.That(sink.OnCompleted, Throws.TypeOf<IOException>());
        Assert.That(sink.Completion.Exception?.InnerException, Is.TypeOf<IOException>());
    }

    [Test]
    public void Texts_OfOptionsAndFailures_HideSecretAndPath()
    {
        var sink = Sink(new Receiver((_, stop) => Receiver.Hang(stop)), Options with { MaxAttempts = 1 });
        sink.OnNext("7-1");
        RunOut(sink);
        foreach (var text in new[] { Options.ToString(), Failures.Single().ToString() })
        {
            Assert.That(text, Does.Contain("shop.example").And.Not.Contain("hidden-path"));
            Assert.That(text, Does.Not.Contain(SecretText["whsec_".Length..]));
        }
    }

    [Test]
    public void Constructor_NullArguments_NamesThem()
    {
        using var client = new HttpClient();
        var failures = Observer.Create<WebhookFailure<string>>(Failures.Add);
        Assert.That(Name(() => new WebhookSink<string>(null!, Options, failures)), Is.EqualTo("client"));
        Assert.That(Name(() => new WebhookSink<string>(client, null!, failures)), Is.EqualTo("options"));
        Assert.That(Name(() => new WebhookSink<string>(client, Options, null!)), Is.EqualTo("failures"));
        Assert.That(
            Name(() => new WebhookSink<string>(client, Options with { Secret = null! }, failures)),
            Is.EqualTo("options"));

        static string? Name(Func<object> make) => Assert.Throws<ArgumentNullException>(() => make()).ParamName;
    }

    [TestCase("/hook")]
    [TestCase("ftp://shop.example/hook")]
    [TestCase("https://user:password@shop.example/hook")]
    public void Endpoint_ThatCannotBeOne_IsRefused(string address) => Assert.That(
        () => Options with { Endpoint = new(address, UriKind.RelativeOrAbsolute) },
        Throws.ArgumentException.With.Message.Contains("https://").And.Message.Not.Contains("password@"));
}
