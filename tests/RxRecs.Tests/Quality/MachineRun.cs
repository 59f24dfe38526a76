using RxRecs.Machines;

namespace RxRecs.Tests.Quality;

/// <summary>Runs machines in a plain loop, whole or cut by a snapshot.</summary>
internal static class MachineRun
{
    public static List<TResult> All<TEvent, TResult>(
        IMachine<TEvent, TResult> machine, IEnumerable<TEvent> events, bool complete = true)
    {
        var results = new List<TResult>();
        var output = new Output<TResult>();
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

    /// <summary>
    /// The snapshot law: at every cut the rest of the run and the last state are those of the whole
    /// run.
    /// </summary>
    public static void AssertSnapshotLaw<TEvent, TResult>(
        Func<IMachine<TEvent, TResult>> factory, IReadOnlyList<TEvent> events, Func<TResult, object?>? show = null,
        SnapshotCodecs? codecs = null)
    {
        show ??= static result => result;
        var whole = factory();
        var expected = All(whole, events, complete: false);
        var lastState = MachineSnapshot.Save(whole, codecs);
        expected.AddRange(All(whole, []));
        for (var cut = 0; cut <= events.Count; cut++)
        {
            var first = factory();
            var results = All(first, events.Take(cut), complete: false);
            var second = factory();
            MachineSnapshot.Restore(second, MachineSnapshot.Save(first, codecs), codecs);
            results.AddRange(All(second, events.Skip(cut), complete: false));
            Assert.That(MachineSnapshot.Save(second, codecs), Is.EqualTo(lastState), $"state after a cut at {cut}");
            results.AddRange(All(second, []));
            Assert.That(results.Select(show), Is.EqualTo(expected.Select(show)), $"results after a cut at {cut}");
        }
    }

    /// <summary>
    /// A snapshot that is cut short or changed in one byte is refused, and never takes memory for what is not
    /// there.
    /// </summary>
    public static void AssertDamageIsRefused<TEvent, TResult>(
        Func<IMachine<TEvent, TResult>> factory, IEnumerable<TEvent> events, SnapshotCodecs? codecs = null)
    {
        var machine = factory();
        All(machine, events, complete: false);
        var writer = new SnapshotWriter(codecs);
        machine.Snapshot(writer);
        var state = writer.Written.ToArray();
        for (var length = 0; length < state.Length; length++)
        {
            var cut = new SnapshotReader(state.AsMemory(0, length), codecs);
            Assert.That(() => factory().Restore(cut), Throws.TypeOf<SnapshotException>(), $"cut to {length} bytes");
        }

        for (var at = 0; at < state.Length; at++)
        {
            var changed = state.ToArray();
            changed[at] = 0xFF;
            try
            {
                factory().Restore(new SnapshotReader(changed, codecs));
            }
            catch (SnapshotException)
            {
                // Refused, as it may be; a change of a figure can go unseen here and is found by the container's
                // checksum.
            }
        }
    }

    private static void Move<TResult>(Output<TResult> output, List<TResult> results)
    {
        results.AddRange(output.Results);
        output.Clear();
    }
}
