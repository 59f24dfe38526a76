using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

public sealed class VirtualTimeDriverTests
{
    private static readonly DateTimeOffset Start = SampleInteractions.Start;

    [Test]
    public void Play_TimedEvents_AreRecordedAtTheirTimes()
    {
        var recorder = Play((source, _) => source, [0, 3, 60], quiet: 5);

        Assert.That(recorder.Results, Is.EqualTo(new[] { 0, 3, 60 }));
        Assert.That(Seconds(recorder), Is.EqualTo(new[] { 0, 3, 60, 65 }));
        Assert.That(recorder.IsCompleted, Is.True);
        Assert.That(recorder.Error, Is.Null);
        Assert.That(recorder.Breach, Is.Null);
    }

    [Test]
    public void Play_Timer_RunsInVirtualTimeBeforeTheEventOfItsMoment()
    {
        var recorder = Play((source, scheduler) => source.Delay(TimeSpan.FromSeconds(3), scheduler), [0, 3], quiet: 10);

        Assert.That(recorder.Results, Is.EqualTo(new[] { 0, 3 }));
        Assert.That(Seconds(recorder), Is.EqualTo(new[] { 3, 6, 16 }));
    }

    [Test]
    public void Play_NoEventsOrTimesThatGoBack_IsAnArgumentException()
    {
        Assert.That(() => Play((source, _) => source, []), Throws.ArgumentException);
        Assert.That(() => Play((source, _) => source, [3, 2]), Throws.ArgumentException);
        Assert.That(() => Play((source, _) => source, [3], quiet: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Recorder_OperatorThatGoesOnAfterItsEnd_NotesTheBreach()
    {
        var recorder = Play((source, _) => new Endless(source), [0, 1]);

        Assert.That(recorder.Breach, Is.EqualTo("OnNext after OnCompleted."));
        Assert.That(recorder.Results, Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Recorder_NotificationWithinAnother_NotesTheBreach()
    {
        Recorder<int>? recorder = null;
        recorder = new Recorder<int>(new Nested(() => recorder!.OnNext(2)));

        recorder.OnNext(1);

        Assert.That(recorder.Breach, Is.EqualTo("OnNext while another notification was under way."));
    }

    [Test]
    public void Recorder_Error_IsKept()
    {
        var error = new InvalidOperationException();

        var recorder = Play((source, _) => source.Take(1).Concat(Observable.Throw<int>(error)), [0, 1]);

        Assert.That(recorder.Error, Is.SameAs(error));
        Assert.That(recorder.IsCompleted, Is.False);
        Assert.That(recorder.Notifications[^1].Value.Exception, Is.SameAs(error));
    }

    private static Recorder<int> Play(
        Func<IObservable<int>, IScheduler, IObservable<int>> build, IReadOnlyList<int> seconds, int quiet = 0) =>
        VirtualTimeDriver.Play(build, seconds, each => Start.AddSeconds(each), TimeSpan.FromSeconds(quiet));

    private static IEnumerable<int> Seconds(Recorder<int> recorder) =>
        recorder.Notifications.Select(each => (int)(each.Timestamp - Start).TotalSeconds);

    /// <summary>Completes after each event and takes no notice.</summary>
    private sealed class Endless(IObservable<int> source) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => source.Subscribe(value =>
        {
            observer.OnNext(value);
            observer.OnCompleted();
        });
    }

    /// <summary>Does something the first time that the recorder asks for the time, in the midst of a call.</summary>
    private sealed class Nested(Action action) : IScheduler
    {
        private Action? _action = action;

        public DateTimeOffset Now
        {
            get
            {
                var next = _action;
                _action = null;
                next?.Invoke();
                return Start;
            }
        }

        public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> work) =>
            throw new NotSupportedException();

        public IDisposable Schedule<TState>(
            TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> work) =>
            throw new NotSupportedException();

        public IDisposable Schedule<TState>(
            TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> work) =>
            throw new NotSupportedException();
    }
}
