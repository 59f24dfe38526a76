using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Outside.Tests;

namespace RxRecs.Tests.Recent;

/// <summary>Last items fed by hand against those of the machine.</summary>
public sealed class LastPerKeyStateFedByHandTests
{
    [Test]
    public void Restore_OfOtherSettings_NamesThem()
    {
        var writer = new SnapshotWriter();
        new LastPerKeyState<int, int>(3).Snapshot(writer);

        Assert.That(
            () => new LastPerKeyState<int, int>(4).Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("the last 3 by arrival, ")
                .And.Message.Contains(", not the last 4 by arrival, "));
    }

    [Test]
    public void Add_InOrderOfEventTime_IsTheMachinesOwn([Values] bool distinct) => Prop.ForAll(Step.InAnyOrder, steps =>
    {
        var options = new LastPerKeyOptions
        {
            Distinct = distinct,
            MaxKeys = 3,
            TimeToLive = TimeSpan.FromSeconds(100),
        };
        var machine = new LastPerKeyMachine<Step, string, int, int>(
            3, step => step.Key, step => step.Item, (_, items) => items.Length, step => step.Time, options);
        var output = new Output<int>();
        var state = new LastPerKeyState<string, int>(3, LastPerKeyOrder.EventTime, options);
        foreach (var step in steps)
        {
            machine.OnEvent(step, output);
            state.Add(step.Key, step.Item, step.Time);
            Assert.That(state.Newest(step.Key).ToArray(), Is.EqualTo(machine.State.Newest(step.Key).ToArray()));
            Assert.That(Bytes(state), Is.EqualTo(Bytes(machine.State)));
        }
    }).Holds();

    private static byte[] Bytes(LastPerKeyState<string, int> state)
    {
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
