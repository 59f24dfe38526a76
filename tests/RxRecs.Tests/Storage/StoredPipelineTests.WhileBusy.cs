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
        foreach (var (store, whileBusy) in new (ShakyStore, Action?)[] { (plain, null), (aside, Call) })
        {
            using var pipeline = Sums(store, Options(store) with
            {
                MaxPendingResults = 2,
                CheckpointEvents = 5,
                WhileBusy = whileBusy,
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
        using var pipeline = Sums(store, Options(store) with { WhileBusy = () => { } });
        pipeline.OnNext(1, 1);
        Assert.That(pipeline.Save, Throws.InstanceOf<IOException>());
        store.IsSteady = true;
        pipeline.Save();
        Assert.That((store.LastNumber(Name), store.Load(Name).Count), Is.EqualTo((1L, 1)));
    }
}
