namespace RxRecs.Testing;

/// <summary>C13, C15 and C16 over the machine: linearity, bounds, allocation.</summary>
internal sealed class StateChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private const int Histories = 25;

    public IEnumerable<Check> All()
    {
        if (operatorCase.Machine(new FaultInjector()) is null)
        {
            yield break;
        }

        yield return new("C13.SnapshotAnywhere", SnapshotAnywhere);
        if (operatorCase.StateBound is { } bound)
        {
            yield return new("C15.StateBound", () => StateBound(bound));
        }

        if (operatorCase.SteadyEvents(1) is not null)
        {
            yield return new("C16.NoAllocation", NoAllocation);
        }
    }

    private void SnapshotAnywhere()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            var history = new History<TEvent>(random, operatorCase.Events(random, random.Next(1, 200)));
            history.RequireSameAfterRestart(New, random, $"History {seed}");
        }
    }

    private void StateBound(int bound)
    {
        var machine = New();
        var count = 0;
        foreach (var value in operatorCase.Events(new Random(6), 20_000))
        {
            machine.OnEvent(value, null);
            if (++count % 500 == 0)
            {
                var size = machine.State().Length;
                Require.That(
                    size <= bound, $"After {count} events the state takes {size} bytes; the bound is {bound}.");
            }
        }
    }

    private void NoAllocation()
    {
        var events = operatorCase.SteadyEvents(20_000)!;
        var machine = New();
        var half = events.Count / 2;
        Feed(machine, events, 0, half);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(machine, events, half, events.Count);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Require.That(
            bytes == 0, $"{bytes} bytes were allocated over {events.Count - half} events in the steady state.");
    }

    private static void Feed(MachineProbe<TEvent> machine, IReadOnlyList<TEvent> events, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            machine.OnEvent(events[i], null);
        }
    }

    private MachineProbe<TEvent> New() => operatorCase.Machine(new FaultInjector())!;
}
