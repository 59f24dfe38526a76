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

    private static IEnumerable<TestCaseData> Checks() =>
        from operatorCase in ContractSuite.CasesIn(typeof(ContractTests).Assembly)
        from check in operatorCase.Checks()
        select new TestCaseData(check).SetArgDisplayNames(operatorCase.Name, check.Id);
}
