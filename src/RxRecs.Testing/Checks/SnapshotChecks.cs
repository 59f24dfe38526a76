using System.Runtime.CompilerServices;
using RxRecs.Machines;

namespace RxRecs.Testing;

/// <summary>
/// C14: equal histories give equal bytes, and bytes that are no state of this machine give a clear
/// error.
/// </summary>
internal sealed class SnapshotChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private const int Damages = 600;

    public IEnumerable<Check> All() => operatorCase.Machine(new FaultInjector()) is null
        ? []
        :
        [
            new("C14.EqualHistoriesEqualBytes", EqualHistoriesEqualBytes),
            new("C14.SnapshotChangesNothing", SnapshotChangesNothing),
            new("C14.RestoresToSameBytes", RestoresToSameBytes),
            new("C14.AnotherVersion", () => AnotherFormat(own => own with { Version = own.Version + 1 })),
            new("C14.AnotherMachine", () => AnotherFormat(own => own with { Name = own.Name + "Other" })),
            new("C14.DamagedBytes", DamagedBytes),
            new("C14.DamagedState", DamagedState),
        ];

    private void EqualHistoriesEqualBytes()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            Require.That(
                Fed(seed).Save().AsSpan().SequenceEqual(Fed(seed).Save()),
                $"History {seed}, run twice, gave different bytes.");
        }
    }

    private void SnapshotChangesNothing()
    {
        var machine = Fed(1);
        var first = machine.Save();
        Require.That(first.AsSpan().SequenceEqual(machine.Save()), "Two snapshots in a row differ.");
        Require.That(
            machine.Format.Version >= 1, $"The format's version is {machine.Format.Version}; it counts from 1.");
        Require.That(!string.IsNullOrWhiteSpace(machine.Format.Name), "The format has no name.");
    }

    private void RestoresToSameBytes()
    {
        if (!operatorCase.RestoresToSameBytes)
        {
            return;
        }

        for (var seed = 0; seed < 10; seed++)
        {
            var bytes = Fed(seed).Save();
            var restored = New();
            restored.Restore(bytes);
            Require.That(
                bytes.AsSpan().SequenceEqual(restored.Save()), $"History {seed}, restored and saved, has other bytes.");
        }
    }

    private void AnotherFormat(Func<SnapshotFormat, SnapshotFormat> other)
    {
        var machine = Fed(1);
        var bytes = machine.SaveAs(other(machine.Format));
        var refused = IsRefused(() => New().Restore(bytes));
        Require.That(refused, $"A snapshot of {other(machine.Format)} was restored into {machine.Format}.");
    }

    private void DamagedBytes()
    {
        var bytes = Fed(2).Save();
        var random = new Random(7);
        for (var i = 0; i < Damages; i++)
        {
            var damaged = Damage(bytes, random);
            if (!damaged.AsSpan().SequenceEqual(bytes))
            {
                Require.That(IsRefused(() => New().Restore(damaged)), $"Damaged bytes (number {i}) were restored.");
            }
        }
    }

    /// <summary>Past the container's checksum: what a machine itself does with bytes that no machine wrote.</summary>
    private void DamagedState()
    {
        var state = Fed(2).State();
        var random = new Random(8);
        var allowed = 16 * AllocatedBy(() => New().RestoreState(state)) + (1 << 20);
        for (var i = 0; i < Damages; i++)
        {
            var damaged = Damage(state, random);
            var bytes = AllocatedBy(() => IsRefused(() => New().RestoreState(damaged)));
            Require.That(
                bytes <= allowed,
                $"Damaged state (number {i}, {damaged.Length} bytes) made Restore allocate {bytes} bytes.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool IsRefused(Action restore)
    {
        try
        {
            restore();
            return false;
        }
        catch (SnapshotException)
        {
            return true;
        }
        catch (Exception error)
        {
            throw new ContractException($"Restore of damaged bytes threw {error}");
        }
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = (byte[])bytes.Clone();
        switch (random.Next(4))
        {
            case 0:
                Array.Resize(ref damaged, random.Next(bytes.Length));
                break;
            case 1:
                Array.Resize(ref damaged, bytes.Length + random.Next(1, 9));
                break;
            case 2:
                // A run of high bytes: huge counts, negative numbers, impossible dates.
                // Half of them near the start, where settings and counts are.
                var start = random.Next(random.Next(2) == 0 ? Math.Min(64, bytes.Length) : bytes.Length);
                damaged.AsSpan(start, Math.Min(random.Next(1, 9), bytes.Length - start))
                    .Fill((byte)(random.Next(2) * 128 + 127));
                break;
            default:
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    damaged[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                break;
        }

        return damaged;
    }

    private MachineProbe<TEvent> New() => operatorCase.Machine(new FaultInjector())!;

    private MachineProbe<TEvent> Fed(int seed)
    {
        var random = new Random(seed);
        var history = new History<TEvent>(random, operatorCase.Events(random, 120));
        var machine = New();
        history.Run(machine, 0, history.Length - 1);
        return machine;
    }
}
