namespace RxRecs.Testing;

/// <summary>C6: the operator is cold, and its subscriptions know nothing of each other.</summary>
internal sealed class IndependenceChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private IReadOnlyList<TEvent> Events { get; } = operatorCase.Events(new Random(3), 300);

    public IEnumerable<Check> All() =>
    [
        new("C6.NothingBeforeSubscribe", NothingBeforeSubscribe),
        new("C6.TwoSubscriptionsInTurn", TwoSubscriptionsInTurn),
        new("C6.TwoSubscriptionsAtOnce", TwoSubscriptionsAtOnce),
        new("C6.SameAgain", SameAgain),
    ];

    private void NothingBeforeSubscribe()
    {
        var trial = new Trial<TEvent, TResult>(operatorCase);
        trial.Settle();
        Require.That(trial.Source.Subscriptions == 0, "The source was subscribed to before the output was.");
        Require.That(trial.Scheduler.Scheduled == 0, "Something was scheduled before anyone subscribed.");
        for (var i = 0; i < trial.Faults.Count; i++)
        {
            Require.That(
                trial.Faults.Calls(i) == 0, $"The {trial.Faults.Describe(i)} was called before anyone subscribed.");
        }
    }

    private void TwoSubscriptionsInTurn()
    {
        var trial = new Trial<TEvent, TResult>(operatorCase).Subscribe().Send(Events);
        trial.Settle();
        trial.Dispose();
        var second = new GrammarObserver<TResult>();
        using var subscription = trial.Output.Subscribe(second);
        trial.Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        Require.Same(Trial<TEvent, TResult>.Results(operatorCase, Events), second.Results, "A second subscription");
    }

    private void TwoSubscriptionsAtOnce()
    {
        var half = Events.Count / 2;
        var trial = new Trial<TEvent, TResult>(operatorCase).Subscribe().Send(Events.Take(half));
        var second = new GrammarObserver<TResult>();
        using var subscription = trial.Output.Subscribe(second);
        trial.Send(Events.Skip(half));
        trial.Source.OnCompleted();
        trial.Settle();
        Require.Same(Trial<TEvent, TResult>.Results(operatorCase, Events), trial.Observer.Results, "The first of two");
        Require.Same(
            Trial<TEvent, TResult>.Results(operatorCase, Events.Skip(half)), second.Results, "The second of two");
    }

    private void SameAgain() => Require.Same(
        Trial<TEvent, TResult>.Results(operatorCase, Events),
        Trial<TEvent, TResult>.Results(operatorCase, Events),
        "The same events again");
}
