using System.Runtime.InteropServices;
using RxRecs.Machines;
using RxRecs.Storage;

namespace RxRecs.Tests.Storage;

public sealed partial class StoredPipelineTests
{
    [Test]
    public void WhileBusy_TheStoreSavesOnAnotherThread_AndTheSame()
    {
        var calls = 0;
        var saves = 0;
        using var mayGoOn = new ManualResetEventSlim();
        var plain = new ShakyStore(new Random(1)) { IsSteady = true };
        var aside = new ShakyStore(new Random(1))
        {
            IsSteady = true,
            OnSave = () =>
            {
                saves++;
                mayGoOn.Reset();
                Assert.That(mayGoOn.Wait(TimeSpan.FromSeconds(60)), Is.True, "called while it is held");
            },
        };
        foreach (var (store, onProgress) in new (ShakyStore, Action?)[] { (plain, null), (aside, Call) })
        {
            using var pipeline = Sums(store, Options(store) with
            {
                MaxPendingResults = 2,
                CheckpointEvents = 5,
                OnProgress = onProgress,
            });
            for (var i = 1; i <= 6; i++)
            {
                pipeline.OnNext(i, i);
            }
        }

        Assert.That(saves, Is.EqualTo(3), "twice results, and a checkpoint");
        Assert.That(calls, Is.GreaterThanOrEqualTo(3));
        Assert.That(Rows(aside.Inner), Is.EqualTo(Rows(plain.Inner)));
        Assert.That(
            aside.Load(Name)[0].Content.Span.SequenceEqual(plain.Load(Name)[0].Content.Span), Is.True);

        void Call()
        {
            calls++;
            mayGoOn.Set();
        }
    }

    [Test]
    public void WhileBusy_AndASaveThatFails_IsToldToTheCallerAndTriedAgain()
    {
        var store = new ShakyStore(new Random(1)) { FailsAlways = true };
        using var pipeline = Sums(store, Options(store) with { OnProgress = () => { } });
        pipeline.OnNext(1, 1);
        Assert.That(pipeline.Save, Throws.InstanceOf<IOException>());
        store.IsSteady = true;
        pipeline.Save();
        Assert.That((store.LastNumber(Name), store.Load(Name).Count), Is.EqualTo((1L, 1)));
    }

    [Test]
    public void Save_StateAfterState_IsWrittenWhereTheOneBeforeLay()
    {
        var contents = new List<ArraySegment<byte>>();
        var store = new ShakyStore(new Random(1))
        {
            IsSteady = true,
            OnCheckpoint = content =>
            {
                Assert.That(MemoryMarshal.TryGetArray(content, out var bytes), Is.True);
                contents.Add(bytes);
            },
        };
        using var pipeline = Sums(store);
        for (var i = 1; i <= 4; i++)
        {
            pipeline.OnNext(i, i);
            pipeline.Save();
        }

        Assert.That(contents.Select(each => each.Array).Skip(1).Distinct().Count(), Is.EqualTo(1));
        var states = store.Load(Name).Select(each => each.Content.ToArray()).ToArray();
        Assert.That(states[0], Is.Not.EqualTo(states[1]), "what the store has is its own");
        using var again = Sums(store);
        Assert.That((again.Position, again.ResultCount), Is.EqualTo((4L, 4L)));
    }

    [Test]
    public void CheckpointPosition_IsThatOfTheNewestStateInTheStore()
    {
        var store = new ShakyStore(new Random(1)) { IsSteady = true };
        using (var pipeline = Sums(store, Options(store) with { Start = 3, CheckpointEvents = 2 }))
        {
            Assert.That(pipeline.CheckpointPosition, Is.EqualTo(3));
            pipeline.OnNext(1, 5);
            Assert.That(pipeline.CheckpointPosition, Is.EqualTo(3));
            pipeline.OnNext(1, 7);
            Assert.That(pipeline.CheckpointPosition, Is.EqualTo(7));
            pipeline.OnNext(1, 8);
        }

        using var again = Sums(store);
        Assert.That((again.Position, again.CheckpointPosition), Is.EqualTo((7L, 7L)));
        var failing = new ShakyStore(new Random(1)) { FailsAlways = true };
        using var other = Sums(failing);
        other.OnNext(1, 1);
        Assert.That(other.Save, Throws.InstanceOf<IOException>());
        Assert.That(other.CheckpointPosition, Is.Zero);
    }
}
