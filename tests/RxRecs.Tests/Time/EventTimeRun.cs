using RxRecs.Machines;

namespace RxRecs.Tests.Time;

/// <summary>Runs event-time machines in a plain loop, whole or cut by a snapshot.</summary>
internal static class EventTimeRun
{
    public static List<EventTimeResult<TEvent, TResult>> All<TInput, TEvent, TResult>(
        IMachine<TInput, EventTimeResult<TEvent, TResult>> machine, IEnumerable<TInput> events, bool complete = true)
    {
        var results = new List<EventTimeResult<TEvent, TResult>>();
        var output = new Output<EventTimeResult<TEvent, TResult>>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
            Move(output, results);
        }

        if (complete)
        {
            machine.OnCompleted(output);
            Move(output, results);
        }

        return results;
    }

    public static List<TResult> Results<TInput, TEvent, TResult>(
        IMachine<TInput, EventTimeResult<TEvent, TResult>> machine, IEnumerable<TInput> events, bool complete = true) =>
        All(machine, events, complete).Where(one => one.IsResult).Select(one => one.Result!).ToList();

    /// <summary>
    /// The snapshot law: at every cut the rest of the run and the last state are those of the whole
    /// run.
    /// </summary>
    public static void AssertSnapshotLaw<TInput, TEvent, TResult>(
        Func<IMachine<TInput, EventTimeResult<TEvent, TResult>>> factory, IReadOnlyList<TInput> events)
    {
        var whole = factory();
        var expected = All(whole, events, complete: false);
        var lastState = MachineSnapshot.Save(whole, TestCodecs.All);
        expected.AddRange(All(whole, []));
        for (var cut = 0; cut <= events.Count; cut++)
        {
            var first = factory();
            var results = All(first, events.Take(cut), complete: false);
            var second = factory();
            MachineSnapshot.Restore(second, MachineSnapshot.Save(first, TestCodecs.All), TestCodecs.All);
            results.AddRange(All(second, events.Skip(cut), complete: false));
            Assert.That(
                MachineSnapshot.Save(second, TestCodecs.All), Is.EqualTo(lastState), $"state after a cut at {cut}");
            results.AddRange(All(second, []));
            Assert.That(results, Is.EqualTo(expected), $"results after a cut at {cut}");
        }
    }

    private static void Move<TResult>(Output<TResult> output, List<TResult> results)
    {
        results.AddRange(output.Results);
        output.Clear();
    }
}
