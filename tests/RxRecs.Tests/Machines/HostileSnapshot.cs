using System.Buffers.Binary;
using RxRecs.Machines;

namespace RxRecs.Tests.Machines;

/// <summary>Damages a machine's state in many ways; a restore must refuse it or lead to a machine that runs.</summary>
internal static class HostileSnapshot
{
    private static readonly byte[] Bytes = [0, 1, 2, 0x7F, 0x80, 0xFF];
    private static readonly long[] Numbers =
        [long.MinValue, long.MinValue + 1, -1, 0, 1, int.MaxValue, long.MaxValue - 1, long.MaxValue];

    public static void AssertRefusedOrRuns<TEvent, TResult>(
        Func<IMachine<TEvent, TResult>> factory, IReadOnlyList<TEvent> before, IReadOnlyList<TEvent> after)
    {
        var state = StateOf(factory(), before);
        Assert.That(() => Restore(factory(), state, after), Throws.Nothing, "the state as it was");
        for (var at = 0; at < state.Length; at++)
        {
            foreach (var damaged in Damage(state, at))
            {
                Assert.That(() => RestoreOrRefuse(factory(), damaged, after), Throws.Nothing, $"damaged at {at}");
            }
        }
    }

    private static byte[] StateOf<TEvent, TResult>(IMachine<TEvent, TResult> machine, IReadOnlyList<TEvent> events)
    {
        Run(machine, events);
        var writer = new SnapshotWriter(TestCodecs.All);
        machine.Snapshot(writer);
        return writer.Written.ToArray();
    }

    private static void RestoreOrRefuse<TEvent, TResult>(
        IMachine<TEvent, TResult> machine, byte[] state, IReadOnlyList<TEvent> after)
    {
        try
        {
            Restore(machine, state, after);
        }
        catch (SnapshotException)
        {
            // Refused, as it should be.
        }
    }

    private static void Restore<TEvent, TResult>(
        IMachine<TEvent, TResult> machine, byte[] state, IReadOnlyList<TEvent> after)
    {
        var reader = new SnapshotReader(state, TestCodecs.All);
        machine.Restore(reader);
        if (reader.Remaining != 0)
        {
            throw new SnapshotException("Bytes are left.");
        }

        try
        {
            Run(machine, after);
            machine.OnCompleted(new Output<TResult>());
        }
        catch (InvalidOperationException)
        {
            // The state was possible, and such that these events are refused.
        }

        machine.Snapshot(new SnapshotWriter(TestCodecs.All));
    }

    private static void Run<TEvent, TResult>(IMachine<TEvent, TResult> machine, IReadOnlyList<TEvent> events)
    {
        var output = new Output<TResult>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
            output.Clear();
        }
    }

    private static IEnumerable<byte[]> Damage(byte[] state, int at)
    {
        yield return state[..at];
        yield return [.. state[..at], .. state[(at + 1)..]];
        foreach (var value in Bytes)
        {
            yield return [.. state[..at], value, .. state[(at + 1)..]];
            yield return [.. state[..at], value, .. state[at..]];
        }

        foreach (var number in Numbers.Where(_ => at + sizeof(long) <= state.Length))
        {
            var damaged = state.ToArray();
            BinaryPrimitives.WriteInt64LittleEndian(damaged.AsSpan(at), number);
            yield return damaged;
        }
    }
}
