using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Checkpoints;

/// <summary>The law of checkpoints, for whole compositions on events in any order, with time moved on
/// between.</summary>
public sealed class CheckpointedPipelineLawTests
{
    [Test]
    public void Pipeline_RestoredAtAnyCut_GoesOnAsIfNothingHadHappened([ValueSource(nameof(Names))] string name) =>
        Prop.ForAll(TimedEvent.AnyOrder, Gen.Choose(0, 1000).ToArbitrary(), (events, at) =>
        {
            using var whole = new PipelineRun(Compositions.All[name].Invoke);
            whole.Feed(events);
            var state = whole.Pipeline.Save();
            whole.Pipeline.Complete();

            var said = new List<string>();
            ReadOnlyMemory<byte>? saved = null;
            var start = 0;
            foreach (var end in new[] { at % (events.Length + 1), (at * 7 / 3) % (events.Length + 1) }.Order())
            {
                using var part = new PipelineRun(Compositions.All[name].Invoke, said, saved);
                part.Feed(events[start..end]);
                saved = part.Pipeline.Save();
                start = end;
            }

            using var last = new PipelineRun(Compositions.All[name].Invoke, said, saved);
            last.Feed(events[start..]);
            Assert.That(last.Pipeline.Save().Span.SequenceEqual(state.Span), Is.True, "the same bytes");
            last.Pipeline.Complete();
            Assert.That(said, Is.EqualTo(whole.Said));
        }).Holds(cases: 60);

    [Test]
    public void Snapshot_DamagedAnywhere_IsRefused([ValueSource(nameof(Names))] string name)
    {
        using var run = new PipelineRun(Compositions.All[name].Invoke);
        run.Feed(Enumerable.Range(0, 14).Select(i => new TimedEvent(i * 37 % 200, "abc"[i % 3].ToString(), i)));
        var saved = run.Pipeline.Save().ToArray();
        var random = new System.Random(7);
        for (var i = 0; i < saved.Length; i += random.Next(1, 8))
        {
            byte[] flipped = [.. saved[..i], (byte)(saved[i] ^ (1 << random.Next(8))), .. saved[(i + 1)..]];
            Assert.That(() => Restore(name, flipped), Throws.TypeOf<SnapshotException>(), $"flipped at {i}");
            Assert.That(() => Restore(name, saved[..i]), Throws.TypeOf<SnapshotException>(), $"cut at {i}");
        }
    }

    /// <summary>Bytes that were changed on purpose, with the right checksum.</summary>
    [Test]
    public void Snapshot_ForgedAnywhere_IsRefusedOrRuns([ValueSource(nameof(Names))] string name)
    {
        using var run = new PipelineRun(Compositions.All[name].Invoke);
        var events = Enumerable.Range(0, 14)
            .Select(i => new TimedEvent(i * 37 % 200, "abc"[i % 3].ToString(), i)).ToArray();
        run.Feed(events);
        var saved = run.Pipeline.Save().ToArray();
        var random = new System.Random(11);
        for (var i = 5; i < saved.Length - 4; i += random.Next(1, 8))
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0xFF, (byte)random.Next(256) })
            {
                byte[] forged = [.. saved[..i], value, .. saved[(i + 1)..]];
                Forge(forged);
                try
                {
                    using var restored = Restore(name, forged);
                    restored.Feed(events);
                    restored.Pipeline.Complete();
                }
                catch (SnapshotException)
                {
                    // Refused, as it should be.
                }
            }
        }
    }

    private static void Forge(byte[] bytes) => System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(
        bytes.AsSpan(bytes.Length - 4),
        ~SnapshotContainer.Append(SnapshotContainer.EmptyChecksum, bytes.AsSpan(0, bytes.Length - 4)));

    private static PipelineRun Restore(string name, byte[] bytes) =>
        new(Compositions.All[name].Invoke, snapshot: bytes);

    private static IEnumerable<string> Names() => Compositions.All.Keys;
}
