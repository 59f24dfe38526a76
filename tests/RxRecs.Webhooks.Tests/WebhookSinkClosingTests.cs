using System.Net;

namespace RxRecs.Webhooks;

/// <summary>Tests of how the sink ends.</summary>
internal sealed class WebhookSinkClosingTests : WebhookSinkTestBase
{
    [Test]
    public void OnCompleted_WhileValuesAreOnTheirWay_WaitsForThem()
    {
        var sink = Sink(FailingUntil(4), Options);
        sink.OnNext("7-1");
        sink.OnNext("7-2");

        var completion = Task.Run(sink.OnCompleted);
        Assert.That(sink.Completion.IsCompleted, Is.False);
        RunOut(sink);
        completion.GetAwaiter().GetResult();

        Assert.That(sink.Completion.IsCompletedSuccessfully, Is.True);
        Assert.That(sink.Delivered, Is.EqualTo(2));
        sink.OnNext("7-3");
        Assert.That(sink.Delivered, Is.EqualTo(2), "after the end nothing is taken");
    }

    [Test]
    public void OnError_AfterTheLastDelivery_IsTheEnd()
    {
        var sink = Sink(new Receiver(_ => HttpStatusCode.OK), Options);
        var error = new IOException("gone");
        sink.OnNext("7-1");
        sink.OnError(error);
        Assert.That(sink.Completion.Exception?.InnerException, Is.SameAs(error));
        Assert.That(sink.Delivered, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_WhatCanBeDelivered_IsDeliveredFirst()
    {
        var sink = Sink(FailingUntil(3), Options);
        sink.OnNext("7-1");

        var closing = sink.DisposeAsync().AsTask();
        AwaitTimers(2);
        RunOut(sink);
        closing.GetAwaiter().GetResult();

        Assert.That((sink.Delivered, Failures.Count), Is.EqualTo((1, 0)));
        Assert.That(() => sink.OnNext("7-2"), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_ReceiverThatHangs_TellsWhatWasNotSentWithinTheTime()
    {
        var sink = Sink(
            new Receiver((_, stop) => Receiver.Hang(stop)),
            Options with { AttemptTimeout = TimeSpan.FromMinutes(1), CloseTimeout = TimeSpan.FromSeconds(5) });
        sink.OnNext("7-1");
        sink.OnNext("7-2");
        sink.OnNext("8-1");

        var closing = sink.DisposeAsync().AsTask();
        AwaitTimers(3);
        Clock.Advance(TimeSpan.FromSeconds(5));
        closing.GetAwaiter().GetResult();

        Assert.That(Clock.Now, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(
            Failures.OrderBy(each => each.Id).Select(each => (each.Id, each.Attempts)),
            Is.EqualTo([("7-1", 1), ("7-2", 0), ("8-1", 1)]));
        Assert.That(Failures.Find(each => each.Id == "7-1")!.Reason, Does.Contain("may have arrived"));
        Assert.That(Failures.Find(each => each.Id == "7-2")!.Reason, Does.Contain("before it was sent"));
        Assert.That(() => sink.Flush(), Throws.TypeOf<TimeoutException>().With.Message.Contains("shop.example"));
        Assert.That(sink.Completion.Exception?.InnerException, Is.TypeOf<TimeoutException>());
    }

    [Test]
    public void OnCompleted_OnceTheTokenIsCancelled_WaitsNoLongerThanTheTimeOfClosing()
    {
        using var stop = new CancellationTokenSource();
        var sink = Sink(
            new Receiver(_ => HttpStatusCode.BadGateway),
            Options with { CancellationToken = stop.Token, FirstDelay = TimeSpan.FromMinutes(5) });
        sink.OnNext("7-1");
        AwaitRetry();
        stop.Cancel();

        var completion = Task.Run(sink.OnCompleted);
        AwaitTimers(2);
        Clock.Advance(Options.CloseTimeout - TimeSpan.FromTicks(1));
        Assert.That(completion.IsCompleted, Is.False);
        Clock.Advance(TimeSpan.FromTicks(1));

        Assert.That(async () => await completion, Throws.TypeOf<TimeoutException>());
        Assert.That(Failures.Select(each => (each.Id, each.Attempts)), Is.EqualTo([("7-1", 1)]));
    }

    [Test]
    public void Dispose_WhileOnNextWaits_EndsTheWaiting()
    {
        var sink = Sink(
            new Receiver((_, stop) => Receiver.Hang(stop)),
            Options with { MaxPending = 1, CloseTimeout = TimeSpan.Zero });
        sink.OnNext("7-1");
        var second = Task.Run(() => sink.OnNext("7-2"));
        sink.Dispose();
        Assert.That(async () => await second, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(Failures.Select(each => each.Id), Is.EqualTo(["7-1"]));
    }

    [Test]
    public void Dispose_Twice_DoesNothing()
    {
        var sink = Sink(new Receiver(_ => HttpStatusCode.OK), Options);
        sink.Dispose();
        sink.Dispose();
        Assert.That(sink.Completion.Exception?.InnerException, Is.TypeOf<ObjectDisposedException>());
    }

    private static Receiver FailingUntil(int attempt) =>
        new(each => each.Attempt < attempt ? HttpStatusCode.BadGateway : HttpStatusCode.OK);
}
