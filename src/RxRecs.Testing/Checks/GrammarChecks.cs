namespace RxRecs.Testing;

/// <summary>C1, C2 and C8: what is sent, in which order, whatever the source does.</summary>
internal sealed class GrammarChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private const int Seed = 1;
    private const int ReentrantEvents = 20_000;

    private IReadOnlyList<TEvent> Events { get; } = operatorCase.Events(new Random(Seed), 300);

    public IEnumerable<Check> All() =>
    [
        new("C1.EventsAfterCompletion", () => CheckAfterEnd(source => source.OnCompleted())),
        new("C1.EventsAfterError", () => CheckAfterEnd(source => source.OnError(new InjectedFaultException()))),
        new("C2.OneAtATime", OneAtATime),
        new("C2.ReentrantSource", ReentrantSource),
        new("C2.CompletionInsideOnNext", CompletionInsideOnNext),
        new("C8.Empty", Empty),
        new("C8.Never", Never),
        new("C8.SingleEvent", SingleEvent),
        new("C8.SourceError", SourceError),
        new("C8.CompletionFlushes", CompletionFlushes),
        new("C8.ErrorWhileSubscribing", () => WhileSubscribing(fail: true)),
        new("C8.CompletionWhileSubscribing", () => WhileSubscribing(fail: false)),
        new("C8.ManyEventsFlatStack", ManyEventsFlatStack),
        new("C8.ManyReentrantEventsFlatStack", ManyReentrantEventsFlatStack),
        new("C12.ResultsAreValues", ResultsAreValues),
    ];

    private void CheckAfterEnd(Action<ProbeSource<TEvent>> end)
    {
        var trial = Start(new ProbeSource<TEvent> { IgnoresDisposal = true });
        trial.Send(Events.Take(150));
        end(trial.Source);
        trial.Send(Events.Skip(150));
        trial.Source.OnCompleted();
        trial.Source.OnError(new InjectedFaultException());
        trial.Settle();
        trial.RequireGrammar();
        Require.That(trial.Observer.HasEnded, "The output did not end with its source.");
    }

    private void OneAtATime()
    {
        var trial = Start();
        trial.Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        Require.That(
            trial.Observer.Count > 0, "300 events gave no result: the case's events do not exercise the operator.");
    }

    private void ReentrantSource()
    {
        var trial = Start();
        var next = 0;
        trial.Observer.OnResult = _ => SendOne();
        while (next < Events.Count && trial.Observer.Breach is null)
        {
            SendOne();
        }

        trial.Observer.OnResult = null;
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        Require.Same(
            Trial<TEvent, TResult>.Results(operatorCase, Events), trial.Observer.Results, "With a re-entrant source");

        void SendOne()
        {
            if (next < Events.Count && trial.Observer.Breach is null)
            {
                trial.Source.OnNext(Events[next++]);
            }
        }
    }

    private void CompletionInsideOnNext()
    {
        var trial = Start();
        trial.Observer.OnResult = count =>
        {
            if (count == 1)
            {
                trial.Source.OnCompleted();
            }
        };
        trial.Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        Require.That(trial.Observer.IsCompleted, "Completed inside OnNext, the output did not complete.");
        trial.RequireTornDown("completion inside OnNext");
    }

    private void Empty()
    {
        var trial = Start();
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        Require.That(
            trial.Observer.IsCompleted, $"An empty source did not complete the output ({Text(trial.Observer.Error)}).");
        trial.RequireTornDown("completion");
    }

    private void Never()
    {
        var trial = Start();
        trial.Settle();
        trial.RequireGrammar();
        Require.That(!trial.Observer.HasEnded, $"The output of a silent source ended ({trial.Observer.Error}).");
    }

    private void SingleEvent()
    {
        var trial = Start();
        trial.Send(Events.Take(1));
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        Require.That(
            trial.Observer.IsCompleted, $"A single event did not complete the output ({Text(trial.Observer.Error)}).");
    }

    private void SourceError()
    {
        var error = new InjectedFaultException();
        var trial = Start();
        trial.Send(Events);
        trial.Source.OnError(error);
        trial.Settle();
        trial.RequireGrammar();
        Require.That(
            ReferenceEquals(trial.Observer.Error, error),
            $"The source's error came out as {Text(trial.Observer.Error)}.");
        trial.RequireTornDown("an error of the source");
        Require.Prefix(
            trial.Observer.Results,
            Trial<TEvent, TResult>.Results(operatorCase, Events, complete: false),
            "A source error flushes nothing");
    }

    private void CompletionFlushes()
    {
        var open = Trial<TEvent, TResult>.Results(operatorCase, Events, complete: false);
        var whole = Trial<TEvent, TResult>.Results(operatorCase, Events);
        Require.That(whole.Count >= open.Count, "Completion took results back.");
        Require.Prefix(open, whole, "Before completion");
    }

    private void WhileSubscribing(bool fail)
    {
        var error = new InjectedFaultException();
        var trial = Start(new ProbeSource<TEvent>
        {
            OnSubscribe = observer =>
            {
                foreach (var value in Events)
                {
                    observer.OnNext(value);
                }

                if (fail)
                {
                    observer.OnError(error);
                }
                else
                {
                    observer.OnCompleted();
                }
            },
        });
        trial.Settle();
        trial.RequireGrammar();
        Require.That(trial.Observer.HasEnded, "The output did not end.");
        Require.That(
            trial.Observer.IsCompleted != fail,
            $"The output ended with {trial.Observer.Error?.ToString() ?? "completion"}.");
        trial.RequireTornDown("a synchronous end");
    }

    private void ManyEventsFlatStack()
    {
        var trial = Long();
        trial.Send(operatorCase.Events(new Random(Seed), operatorCase.ManyEvents));
        EndLong(trial);
    }

    private void ManyReentrantEventsFlatStack()
    {
        var events = operatorCase.Events(new Random(Seed), Math.Min(operatorCase.ManyEvents, ReentrantEvents));
        var trial = Long();
        var next = 0;
        trial.Observer.OnResult = _ =>
        {
            // An operator that delivers a result inside another has failed; fed on, it would run out of stack.
            if (next < events.Count && trial.Observer.Breach is null)
            {
                trial.Source.OnNext(events[next++]);
            }
        };
        while (next < events.Count && trial.Observer.Breach is null)
        {
            trial.Source.OnNext(events[next++]);
        }

        EndLong(trial);
    }

    private void ResultsAreValues() => Require.That(
        !ContainsObservable(typeof(TResult)),
        $"{typeof(TResult)} holds an observable: whoever subscribes to it late loses events.");

    private static string Text(Exception? error) => error?.ToString() ?? "nothing";

    private static bool ContainsObservable(Type type) =>
        type.GetInterfaces().Append(type).Any(each => each.IsGenericType
            && (each.GetGenericTypeDefinition() == typeof(IObservable<>)
                || (!each.IsInterface && each.GetGenericArguments().Any(ContainsObservable))));

    private Trial<TEvent, TResult> Start(ProbeSource<TEvent>? source = null) =>
        new Trial<TEvent, TResult>(operatorCase, source).Subscribe();

    private Trial<TEvent, TResult> Long() =>
        new Trial<TEvent, TResult>(
            operatorCase, observer: new GrammarObserver<TResult> { KeepsResults = false }).Subscribe();

    private static void EndLong(Trial<TEvent, TResult> trial)
    {
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        Require.That(trial.Observer.IsCompleted, $"The output did not complete ({trial.Observer.Error}).");
        Require.That(trial.Observer.StackGrowth < 64, $"The stack grew by {trial.Observer.StackGrowth} frames.");
    }
}
