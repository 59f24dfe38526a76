using RxRecs.Testing;

namespace RxRecs.Tests.Time;

public sealed class EventTimeOperatorTests
{
    private static readonly EventTimeOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public void EventTimeOperator_ObserverThrowsDuringSubscribe_TheExceptionReachesTheCaller()
    {
        var source = new ProbeSource<TimedEvent> { OnSubscribe = observer => observer.OnNext(new(0, "a", 1)) };
        var observer = new ThrowingObserver<TimedEvent>();
        Assert.That(
            () => source.Reorder(one => one.Time, Sorted).Subscribe(observer), Throws.TypeOf<InvalidDataException>());
        Assert.That(observer.Error, Is.Null);
    }

    [Test]
    public void EventTimeOperator_LateObserverThrows_TheExceptionReachesTheSourceAndDisposesIt()
    {
        var source = new ProbeSource<TimedEvent>();
        var late = new ThrowingObserver<LateEvent<TimedEvent>>();
        using var subscription = source.Reorder(one => one.Time, Sorted).WithLateEvents().LateEvents().Subscribe(late);
        source.OnNext(new(60, "a", 1));
        Assert.That(() => source.OnNext(new(0, "a", 2)), Throws.TypeOf<InvalidDataException>());
        Assert.That((source.Active, late.Error), Is.EqualTo((0, (Exception?)null)));
    }

    [Test]
    public void EventTimeOperator_NoObserver_IsRefusedAtOnce() => Assert.That(
        () => new ProbeSource<TimedEvent>().Reorder(one => one.Time, Sorted).Subscribe(null!),
        Throws.ArgumentNullException);

    [Test]
    public void EventTimeOperator_IdleTimeoutWithoutScheduler_RunsOnTheDefaultOneOfRx()
    {
        var source = new ProbeSource<TimedEvent>();
        using var closed = new ManualResetEventSlim();
        var options = new WindowOptions
        {
            AllowedLateness = TimeSpan.Zero,
            IdleTimeout = TimeSpan.FromMilliseconds(1),
        };
        using var subscription = source
            .SessionWindow(TimeSpan.FromTicks(1), WindowAggregate.Count<TimedEvent>(), one => one.Time, options)
            .Subscribe(_ => closed.Set());
        source.OnNext(new(0, "a", 1));
        Assert.That(closed.Wait(TimeSpan.FromMinutes(1)), "The session did not close.");
    }
}
