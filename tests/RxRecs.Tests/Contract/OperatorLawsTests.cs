using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

/// <summary>The short form and the laws find planted faults, and pass operators without.</summary>
public sealed class OperatorLawsTests
{
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(10);
    private static readonly IReadOnlyList<Interaction> Events = SampleInteractions.Disordered(new Random(1), 300);

    [Test]
    public void Check_OperatorOfPlainRx_BreaksReentrancyAloneAndMayBeExempt()
    {
        Func<IObservable<Interaction>, IObservable<int>> build = source => source.Scan(0, (count, _) => count + 1);

        Assert.That(
            () => ContractSuite.Check(build, Events),
            Throws.TypeOf<ContractException>().With.Message.Contains("C2.ReentrantSource"));
        Assert.That(
            () => ContractSuite.Check(build, Events, ["C2", "C8.ManyReentrantEventsFlatStack"]), Throws.Nothing);
    }

    [Test]
    public void Check_UserCodeThatIsNotCalled_IsFound() => Assert.That(
        () => ContractSuite.Check(
            (source, faults, _) =>
            {
                faults.Wrap((Interaction each) => each.Price);
                return source.RunMachine(() => new Sum(isForgetful: false));
            },
            Events),
        Throws.TypeOf<ContractException>().With.Message.StartsWith("C7.UserCodeIsCalled"));

    // Without waiting a minute for each scheduler.
    [Test]
    public void Check_OperatorThatNeverCompletes_IsFound() => Assert.That(
        () => ContractSuite.Check(source => source.Concat(Observable.Never<Interaction>()), Events),
        Throws.TypeOf<ContractException>().With.Message.Contains("C9.ThreadPool")
            .And.Message.Not.Contains("did not end on"));

    [Test]
    public void Check_NoEvents_IsAnArgumentException() => Assert.That(
        () => ContractSuite.Check(source => source, Array.Empty<int>()), Throws.ArgumentException);

    [TestCase(false)]
    [TestCase(true)]
    public void CheckSnapshot_MachineThatForgets_IsFound(bool isForgetful) => Assert.That(
        () => OperatorLaws.CheckSnapshot(() => new Sum(isForgetful), Events),
        isForgetful ? Throws.TypeOf<ContractException>().With.Message.Contains("with a restart") : Throws.Nothing);

    [Test]
    public void CheckSnapshot_NoResults_IsAnArgumentException() => Assert.That(
        () => OperatorLaws.CheckSnapshot(() => new Sum(isForgetful: false), []), Throws.ArgumentException);

    [Test]
    public void CheckDisorder_Reorder_Holds() => Assert.That(
        () => OperatorLaws.CheckDisorder(Reordered(Lateness), Events, each => each.EventTime, Lateness),
        Throws.Nothing);

    [Test]
    public void CheckDisorder_LatenessTooShort_IsFound() => Assert.That(
        () => OperatorLaws.CheckDisorder(Reordered(Lateness / 2), Events, each => each.EventTime, Lateness),
        Throws.TypeOf<ContractException>().With.Message.StartsWith("Order of arrival"));

    [Test]
    public void CheckDisorder_OrderOfArrival_IsFound() => Assert.That(
        () => OperatorLaws.CheckDisorder(source => source, Events, each => each.EventTime, Lateness),
        Throws.TypeOf<ContractException>());

    [Test]
    public void CheckDisorder_NothingToShuffle_IsAnArgumentException() => Assert.That(
        () => OperatorLaws.CheckDisorder(source => source, Events, each => each.EventTime, TimeSpan.FromTicks(1)),
        Throws.ArgumentException);

    [Test]
    public void CheckDisorder_NoResults_IsAnArgumentException() => Assert.That(
        () => OperatorLaws.CheckDisorder(source => source.Where(_ => false), Events, each => each.EventTime, Lateness),
        Throws.ArgumentException);

    private static Func<IObservable<Interaction>, IObservable<Interaction>> Reordered(TimeSpan lateness) =>
        source => source.Reorder(each => each.EventTime, new() { AllowedLateness = lateness });

    private sealed class Sum(bool isForgetful) : IMachine<Interaction, long>
    {
        private long _sum;

        public SnapshotFormat Format => new("Sum", 1);

        public void OnEvent(Interaction value, Output<long> output) => output.Emit(_sum += value.Quantity);

        public void OnCompleted(Output<long> output)
        {
        }

        public void Snapshot(SnapshotWriter writer) => writer.WriteInt64(isForgetful ? 0 : _sum);

        public void Restore(SnapshotReader reader) => _sum = reader.ReadInt64();
    }
}
