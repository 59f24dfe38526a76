using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Kafka.Tests.Contract;

/// <summary>The Rx contract over the operators of this package that have a machine.</summary>
public sealed class ContractTests
{
    [TestCaseSource(nameof(Checks))]
    public void Operator_KeepsContract(ContractCheck check)
    {
        if (check.Exemption is { } reason)
        {
            Assert.Ignore(reason);
        }

        Assert.That(check.Run, Throws.Nothing);
    }

    [Test]
    public void Restore_SourceTwice_IsRefusedAndNothingChanges()
    {
        var writer = new SnapshotWriter();
        writer.WriteCount(2);
        for (var times = 0; times < 2; times++)
        {
            writer.WriteString("results");
            writer.WriteInt32(0);
            writer.WriteCount(1);
            writer.WriteByte(7);
            writer.WriteInt64(5);
        }

        var machine = new WithoutRepeatsMachine<int>();
        Assert.Throws<SnapshotException>(() => machine.Restore(new SnapshotReader(writer.Written.ToArray())));
        var after = new SnapshotWriter();
        machine.Snapshot(after);
        var empty = new SnapshotWriter();
        new WithoutRepeatsMachine<int>().Snapshot(empty);
        Assert.That(after.Written.ToArray(), Is.EqualTo(empty.Written.ToArray()));
    }

    [Test]
    public void WithoutRepeats_MoreSourcesThanItRemembers_PassesThoseUnseenAndStaysWithinItsBound()
    {
        const int Most = WithoutRepeatsMachine<int>.MaxSources;
        var machine = new WithoutRepeatsMachine<int>();
        var filling = Enumerable.Range(0, Most).Select(source => Result(source, number: 5));
        KafkaRecord<int>[] more =
        [
            Result(Most, 5), Result(Most, 5), Result(Most, 4), // one too many: passes, also when repeated
            Result(0, 5), Result(Most - 1, 5), Result(0, 6), Result(0, 6), // known ones: repeats are left out
        ];

        var passed = filling.Concat(more).ToObservable().RunMachine(() => machine).Skip(Most).ToEnumerable();

        Assert.That(
            passed.Select(each => each.Value), Is.EqualTo(new[] { Most, Most, Most, 0 }), "source after source");
        var snapshot = new SnapshotWriter();
        machine.Snapshot(snapshot);
        Assert.That(new SnapshotReader(snapshot.Written.ToArray()).ReadCount(), Is.EqualTo(Most));
    }

    [Test]
    public void Restore_MoreSourcesThanAreEverSaved_IsRefused()
    {
        var writer = new SnapshotWriter();
        writer.WriteCount(WithoutRepeatsMachine<int>.MaxSources + 1);
        for (var each = 0; each <= WithoutRepeatsMachine<int>.MaxSources; each++)
        {
            writer.WriteByte(0);
        }

        Assert.That(
            () => new WithoutRepeatsMachine<int>().Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("100001 sources, more than 100000"));
    }

    // The value is the number of the source.
    private static KafkaRecord<int> Result(int source, long number)
    {
        var headers = new Headers();
        SequenceHeaders.Add(headers, new OutputSequence("input", source, number));
        return new(source, DateTimeOffset.UnixEpoch, new TopicPartitionOffset("results", 0, 0), headers: headers);
    }

    private static IEnumerable<TestCaseData> Checks() =>
        from operatorCase in ContractSuite.CasesIn(typeof(ContractTests).Assembly)
        from check in operatorCase.Checks()
        let one = new TestCaseData(check).SetArgDisplayNames(operatorCase.Name, check.Id)
        select check.IsSlow ? one.SetCategory("Slow") : one;
}
