using System.Reactive.Linq;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Outside.Tests;

/// <summary>Carts fed and read by hand.</summary>
public sealed class CartStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly CartOptions Options = new()
    {
        AllowedLateness = TimeSpan.FromHours(1),
        AbandonAfter = TimeSpan.FromSeconds(20),
        ForgetAfter = TimeSpan.FromSeconds(60),
        MaxKeys = 3,
        MaxItemsPerCart = 2,
        ClosedItemsKept = 2,
    };

    [Test]
    public void Apply_EventsInOrderOfTime_TellsWhatTheOperatorEmits() => Prop.ForAll(Step.InAnyOrder, steps =>
    {
        var emitted = steps.ToObservable()
            .CartMinusPurchase(step => step.CartEvent, step => step.Time, Options).ToList().Wait();
        var state = new CartState<string, int>(Options);
        var told = new List<CartChange<string, int>>();
        foreach (var step in steps.OrderBy(step => step.Second))
        {
            told.AddRange(state.Apply(step.CartEvent, step.Time));
        }

        Assert.That(told, Is.EqualTo(emitted));
    }).Holds();

    [Test]
    public void AdvanceTo_EndOfTheGap_AbandonsOnceAndForgetsAtLast()
    {
        var state = new CartState<string, int>(Options);
        state.Apply(new("ann", 1, CartAction.Add), Noon);
        Assert.That(state.AdvanceTo(Noon.AddSeconds(19)).Length, Is.Zero);
        Assert.That(
            state.AdvanceTo(Noon.AddSeconds(20)).ToArray(),
            Is.EqualTo([new CartChange<string, int>(
                CartChangeKind.Abandoned, "ann", 0, 0, Noon.AddSeconds(20), 1, 1)]));
        Assert.That(state.IsAbandoned("ann"));
        Assert.That(state.AdvanceTo(Noon.AddSeconds(59)).Length, Is.Zero);
        Assert.That(state.AdvanceTo(Noon.AddDays(1))[0].Kind, Is.EqualTo(CartChangeKind.Forgotten));
        Assert.That(state.KeyCount, Is.Zero);
    }

    [Test]
    public void Apply_NoCartEvent_OnlyLetsTimeMoveOn()
    {
        var state = new CartState<string, int>(Options);
        state.Apply(new("ann", 1, CartAction.Add), Noon);
        Assert.That(state.Apply(default, Noon.AddSeconds(20))[0].Kind, Is.EqualTo(CartChangeKind.Abandoned));
        Assert.That(state.Apply(default, Noon).Length, Is.Zero);
    }

    [Test]
    public void Apply_BehindTheNewestChange_CountsAsOfItsTime()
    {
        var state = new CartState<string, int>(Options);
        state.Apply(new("ann", 1, CartAction.Add), Noon);
        Assert.That(
            state.Apply(new("ann", 2, CartAction.Add, 3), Noon.AddHours(-1)).ToArray(),
            Is.EqualTo([new CartChange<string, int>(CartChangeKind.Added, "ann", 2, 3, Noon, 2, 2)]));
        Assert.That(
            state.Open("ann").ToArray(), Is.EqualTo([new CartLine<int>(2, 3, Noon), new CartLine<int>(1, 1, Noon)]));
    }

    [Test]
    public void Apply_UnsoundEvent_IsRefusedAndChangesNothing()
    {
        var state = new CartState<string, int>(Options);
        state.Apply(new("ann", 1, CartAction.Add), Noon);
        var before = Bytes(state);
        Assert.That(() => Feed(new(null!, 1, CartAction.Add)), Throws.ArgumentException);
        Assert.That(() => Feed(new("ann", 1, (CartAction)6)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(Bytes(state), Is.EqualTo(before));

        void Feed(CartEvent<string, int> value) => state.Apply(value, Noon.AddDays(1));
    }

    private static byte[] Bytes(CartState<string, int> state)
    {
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
