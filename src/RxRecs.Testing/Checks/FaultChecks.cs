namespace RxRecs.Testing;

/// <summary>
/// C7: exceptions of user code become one error and change nothing; those of the observer go to the
/// caller.
/// </summary>
internal sealed class FaultChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private static readonly int[] CallsToFail = [1, 2, 3, 17, 100, 201];

    private IReadOnlyList<TEvent> Events { get; } = operatorCase.Events(new Random(4), 200);

    public IEnumerable<Check> All() =>
    [
        new("C7.UserCodeIsCalled", UserCodeIsCalled),
        new("C7.UserCodeThrows", UserCodeThrows),
        new("C7.StateUntouched", StateUntouched),
        new("C7.ObserverThrowsInOnNext", ObserverThrowsInOnNext),
        new("C7.ObserverThrowsInOnCompleted", ObserverThrowsInOnCompleted),
    ];

    private void UserCodeIsCalled()
    {
        var trial = new Trial<TEvent, TResult>(operatorCase).Subscribe().Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        for (var i = 0; i < trial.Faults.Count; i++)
        {
            Require.That(
                trial.Faults.Calls(i) > 0 || !trial.Faults.IsRequired(i),
                $"The {trial.Faults.Describe(i)} was never called: the case's events do not exercise the operator.");
        }
    }

    private void UserCodeThrows()
    {
        var count = new Trial<TEvent, TResult>(operatorCase).Faults.Count;
        for (var i = 0; i < count; i++)
        {
            foreach (var call in CallsToFail)
            {
                UserCodeThrows(i, call);
            }
        }
    }

    private void UserCodeThrows(int index, int call)
    {
        var trial = new Trial<TEvent, TResult>(operatorCase);
        trial.Faults.Arm(index, call);
        trial.Subscribe().Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        if (!trial.Faults.Thrown)
        {
            return;
        }

        var which = $"The {trial.Faults.Describe(index)}, throwing at call {call},";
        Require.That(
            trial.Observer.Error is InjectedFaultException,
            $"{which} ended the output with {trial.Observer.Error?.ToString() ?? "no error"}.");
        trial.RequireTornDown($"an error in the {trial.Faults.Describe(index)}");
        Require.Prefix(trial.Observer.Results, Trial<TEvent, TResult>.Results(operatorCase, Events), which);
    }

    private void StateUntouched()
    {
        var count = new Trial<TEvent, TResult>(operatorCase).Faults.Count;
        for (var i = 0; i < count; i++)
        {
            foreach (var call in CallsToFail)
            {
                StateUntouched(i, call);
            }
        }
    }

    private void StateUntouched(int index, int call)
    {
        var faults = new FaultInjector();
        if (operatorCase.Machine(faults) is not { } machine || index >= faults.Count)
        {
            return;
        }

        faults.Arm(index, call);
        var results = new List<string>();
        foreach (var value in Events)
        {
            Step(machine, faults, index, () => machine.OnEvent(value, results));
        }

        Step(machine, faults, index, () => machine.OnCompleted(results));
        var whole = new List<string>();
        Feed(operatorCase.Machine(new FaultInjector())!, whole);
        Require.Same(
            whole, results, $"After the {faults.Describe(index)} threw at call {call} and the event came again");
    }

    private static void Step(MachineProbe<TEvent> machine, FaultInjector faults, int index, Action step)
    {
        var before = faults.Thrown ? [] : machine.State();
        try
        {
            step();
        }
        catch (InjectedFaultException)
        {
            faults.Disarm();
            Require.That(
                before.AsSpan().SequenceEqual(machine.State()),
                $"The {faults.Describe(index)} threw, and the machine's state is not what it was before the event.");
            step();
        }
    }

    private void Feed(MachineProbe<TEvent> machine, List<string> results)
    {
        foreach (var value in Events)
        {
            machine.OnEvent(value, results);
        }

        machine.OnCompleted(results);
    }

    private void ObserverThrowsInOnNext()
    {
        var (thread, isElsewhere) = (Environment.CurrentManagedThreadId, false);
        var error = new InjectedFaultException();
        var trial = new Trial<TEvent, TResult>(operatorCase);
        trial.Observer.OnResult = count =>
        {
            if (count == 2)
            {
                Throw(error, thread, ref isElsewhere);
            }
        };
        trial.Subscribe();
        var caught = Catch(() =>
        {
            trial.Send(Events);
            trial.Source.OnCompleted();
            trial.Settle();
        });
        RequireSameThread(isElsewhere);
        Require.That(
            trial.Observer.Count >= 2, "Fewer than two results: the case's events do not exercise the operator.");
        Require.That(
            ReferenceEquals(caught, error),
            $"The observer's exception came back as {caught?.ToString() ?? "nothing"}.");
        trial.RequireTornDown("an exception of the observer");
        trial.Send(Events);
        Require.That(trial.Observer.Count == 2, "Results came after the observer had thrown.");
        Require.That(!trial.Observer.HasEnded, "The observer was told of its own exception.");
    }

    private void ObserverThrowsInOnCompleted()
    {
        var (thread, isElsewhere) = (Environment.CurrentManagedThreadId, false);
        var error = new InjectedFaultException();
        var trial = new Trial<TEvent, TResult>(operatorCase);
        trial.Observer.OnEnd = () => Throw(error, thread, ref isElsewhere);
        trial.Subscribe().Send(Events);
        var caught = Catch(() =>
        {
            trial.Source.OnCompleted();
            trial.Settle();
        });
        RequireSameThread(isElsewhere);
        Require.That(
            ReferenceEquals(caught, error),
            $"The observer's exception came back as {caught?.ToString() ?? "nothing"}.");
        trial.RequireTornDown("an exception of the observer in OnCompleted");
        trial.RequireGrammar();
    }

    // On a thread that nobody waits for, an exception would end the process.
    private static void Throw(InjectedFaultException error, int thread, ref bool isElsewhere)
    {
        if (Environment.CurrentManagedThreadId == thread)
        {
            throw error;
        }

        Volatile.Write(ref isElsewhere, true);
    }

    private static void RequireSameThread(bool isElsewhere) => Require.That(
        !isElsewhere, "A notification came on another thread than the source's, past the scheduler that was given.");

    private static InjectedFaultException? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (InjectedFaultException error)
        {
            return error;
        }
    }
}
