using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs.Testing;

/// <summary>One subscription to a newly built operator, with everything around it under control.</summary>
internal sealed class Trial<TEvent, TResult>
{
    private readonly OperatorCase<TEvent, TResult> _case;
    private readonly HistoricalScheduler _clock = new(SampleInteractions.Start);

    public Trial(
        OperatorCase<TEvent, TResult> operatorCase,
        ProbeSource<TEvent>? source = null,
        GrammarObserver<TResult>? observer = null)
    {
        _case = operatorCase;
        Source = source ?? new ProbeSource<TEvent>();
        Observer = observer ?? new GrammarObserver<TResult>();
        Scheduler = new CountingScheduler(_clock);
        Output = operatorCase.Build(Source, Faults, Scheduler);
    }

    public ProbeSource<TEvent> Source { get; }

    public GrammarObserver<TResult> Observer { get; }

    public FaultInjector Faults { get; } = new();

    public CountingScheduler Scheduler { get; }

    public IObservable<TResult> Output { get; }

    public IDisposable Subscription { get; private set; } = Disposable.Empty;

    public static IReadOnlyList<string> Results(
        OperatorCase<TEvent, TResult> operatorCase, IEnumerable<TEvent> events, bool complete = true)
    {
        var trial = new Trial<TEvent, TResult>(operatorCase).Subscribe().Send(events);
        if (complete)
        {
            trial.Source.OnCompleted();
        }

        trial.Settle();
        return trial.Observer.Results;
    }

    public Trial<TEvent, TResult> Subscribe()
    {
        Subscription = Output.Subscribe(Observer);
        return this;
    }

    public Trial<TEvent, TResult> Send(IEnumerable<TEvent> events)
    {
        foreach (var value in events)
        {
            Source.OnNext(value);
        }

        return this;
    }

    public void Settle() => _clock.AdvanceBy(_case.Settle + TimeSpan.FromTicks(1));

    public void Dispose()
    {
        Subscription.Dispose();
        Observer.IsDisposed = true;
    }

    public void RequireGrammar() => Require.That(Observer.Breach is null, Observer.Breach ?? "");

    /// <summary>The source was subscribed to, and each subscription disposed exactly once.</summary>
    public void RequireTornDown(string when)
    {
        Require.That(Source.Active == 0, $"{Source.Active} subscription(s) to the source are left after {when}.");
        Require.That(Source.MostDisposals <= 1, $"The source was disposed {Source.MostDisposals} times after {when}.");
        Require.That(Scheduler.Pending == 0, $"{Scheduler.Pending} action(s) wait in the scheduler after {when}.");
    }
}
