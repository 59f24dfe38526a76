using System.Reactive;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Source;

/// <summary>Tests of what counts as arrived when a subscription is disposed.</summary>
public sealed class TopicObserverTests
{
    private readonly List<int> _seen = [];
    private readonly StillClock _clock = new();
    private readonly OwnedPartition _partition =
        new(new TopicPartition("topic", 0), 1, new ConsumerTelemetry(null).Partition(new TopicPartition("topic", 0)));

    [TearDown]
    public void End() => _partition.Dispose();

    [Test]
    public void Dispose_ByAnotherThread_WhatWentOutShortlyBeforeIsInDoubt()
    {
        var observer = Observing(_seen.Add);
        Hand(observer, 0, 5);
        _clock.Jump(TimeSpan.FromMilliseconds(260));
        Hand(observer, 5, 3);
        _clock.Jump(TimeSpan.FromMilliseconds(240));

        DisposeElsewhere(observer);

        Assert.That(observer.InDoubt(_partition), Is.EqualTo(new Delivery(5)));
        Assert.That(observer.Take(8, _partition, 8), Is.False);
        Assert.That(_seen, Is.EqualTo(Enumerable.Range(0, 8)));
    }

    [TestCase(0, 0)]
    [TestCase(149, 0)]
    [TestCase(249, 3)]
    [TestCase(250, null)]
    public void Dispose_ByAnotherThreadAfterASteadyFlow_NothingOfTheSpanBeforeIsMissed(int wait, long? from)
    {
        var observer = Observing(_seen.Add);
        for (var value = 0; value < 5; value++)
        {
            Hand(observer, value, 1);
            _clock.Jump(TimeSpan.FromMilliseconds(value == 4 ? wait : 100));
        }

        DisposeElsewhere(observer);

        Assert.That(observer.InDoubt(_partition)?.Position, Is.EqualTo(from));
    }

    [Test]
    public void Dispose_ByTheThreadThatDelivers_NothingBeforeIsInDoubt()
    {
        var observer = Observing(_seen.Add);
        Hand(observer, 0, 5);

        observer.Dispose();

        Assert.That(observer.InDoubt(_partition), Is.Null);
        Assert.That(observer.Take(5, _partition, 5), Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Dispose_WhileAValueIsUnderWay_ThatOneMayBeLost(bool elsewhere)
    {
        TopicObserver<int>? observer = null;
        observer = Observing(each =>
        {
            if (each == 2)
            {
                (elsewhere ? DisposeElsewhere : (Action<IDisposable>)(here => here.Dispose()))(observer!);
            }
        });
        Hand(observer, 0, 2);
        _clock.Jump(TimeSpan.FromSeconds(1));

        Assert.That(observer.Take(2, _partition, 2), Is.False);
        Assert.That(observer.InDoubt(_partition), Is.Null);
    }

    [Test]
    public void InDoubt_StillThere_IsNothing()
    {
        var observer = Observing(_seen.Add);
        Hand(observer, 0, 5);

        Assert.That(observer.InDoubt(_partition), Is.Null);
    }

    private ValueObserver<int> Observing(Action<int> onNext)
    {
        _clock.Jump(TimeSpan.FromHours(1));
        var observer = new ValueObserver<int>(Observer.Create(onNext)) { Clock = _clock };
        observer.Begin();
        return observer;
    }

    private void Hand(TopicObserver<int> observer, int first, int count)
    {
        for (var value = first; value < first + count; value++)
        {
            Assert.That(observer.Take(value, _partition, value), Is.True);
        }
    }

    private static void DisposeElsewhere(IDisposable observer)
    {
        var thread = new Thread(observer.Dispose);
        thread.Start();
        thread.Join();
    }

    /// <summary>A clock that is only put forward.</summary>
    private sealed class StillClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void Jump(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}
