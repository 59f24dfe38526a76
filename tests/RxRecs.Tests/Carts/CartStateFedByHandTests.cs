using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Outside.Tests;

namespace RxRecs.Tests.Carts;

/// <summary>Carts fed by hand against those of the machine.</summary>
public sealed class CartStateFedByHandTests
{
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
    public void Restore_OfOtherSettings_NamesThem()
    {
        var options = new CartOptions { AllowedLateness = TimeSpan.Zero };
        var writer = new SnapshotWriter();
        new CartState<int, int>(options).Snapshot(writer);

        Assert.That(
            () => new CartState<int, int>(options with { AbandonAfter = TimeSpan.FromHours(1) })
                .Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("not AbandonAfter 01:00:00"));
    }

    [Test]
    public void State_FedByHand_IsTheMachinesOwn() => Prop.ForAll(Step.InAnyOrder, steps =>
    {
        var options = Options with { AllowedLateness = TimeSpan.Zero };
        var machine = new CartMinusPurchaseMachine<Step, string, int, int>(
            step => step.CartEvent, (_, lines) => lines.Length, step => step.Time, options);
        var output = new Output<EventTimeResult<Step, int>>();
        var state = new CartState<string, int>(options);
        foreach (var step in steps.OrderBy(step => step.Second))
        {
            machine.OnEvent(step, output);
            state.Apply(step.CartEvent, step.Time);
            Assert.That(state.Open(step.Key).ToArray(), Is.EqualTo(machine.State.Open(step.Key).ToArray()));
            Assert.That(state.Closed(step.Key).ToArray(), Is.EqualTo(machine.State.Closed(step.Key).ToArray()));
            Assert.That(state.IsAbandoned(step.Key), Is.EqualTo(machine.State.IsAbandoned(step.Key)));
            Assert.That(Bytes(state), Is.EqualTo(Bytes(machine.State)));
        }
    }).Holds();

    private static byte[] Bytes(CartState<string, int> state)
    {
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
