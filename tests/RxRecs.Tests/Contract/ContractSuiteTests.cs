using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Testing;
using RxRecs.Tests.Interactions;

namespace RxRecs.Tests.Contract;

/// <summary>The suite must find planted faults; a suite that passes everything proves nothing.</summary>
public sealed class ContractSuiteTests
{
    [TestCase("C6.TwoSubscriptionsInTurn", "shared")]
    [TestCase("C1.EventsAfterCompletion", "no grammar")]
    [TestCase("C2.ReentrantSource", "no grammar")]
    [TestCase("C2.ReentrantSource", "plain Rx")]
    [TestCase("C8.ManyReentrantEventsFlatStack", "plain Rx")]
    [TestCase("C8.ManyReentrantEventsFlatStack", "no grammar")]
    [TestCase("C7.ObserverThrowsInOnNext", "other thread")]
    [TestCase("C8.Empty", "throws")]
    [TestCase("C3.NothingAfterDispose", "no grammar")]
    [TestCase("C7.UserCodeThrows", "no grammar")]
    [TestCase("C5.FreedByDispose", "leak")]
    [TestCase("C4.DisposeInsideOnNext", "leak")]
    [TestCase("C6.NothingBeforeSubscribe", "hot")]
    [TestCase("C13.SnapshotAnywhere", "forgets")]
    [TestCase("C7.StateUntouched", "torn")]
    [TestCase("C14.DamagedState", "trusts")]
    [TestCase("C15.StateBound", "grows")]
    [TestCase("C16.NoAllocation", "grows")]
    public void Suite_PlantedFault_IsFound(string id, string fault)
    {
        var check = Case.Of(fault).Checks().Single(each => each.Id == id);
        Assert.That(check.Run, Throws.TypeOf<ContractException>().With.Message.StartsWith(id));
    }

    [TestCase("plain Rx")]
    [TestCase("throws")]
    [TestCase("other thread")]
    [TestCase("no grammar")]
    [TestCase("leak")]
    [TestCase("hot")]
    public void Suite_FaultyOperator_EveryCheckPassesOrReports(string fault)
    {
        foreach (var check in Case.Of(fault).Checks())
        {
            Assert.That(Outcome(check), Is.Null.Or.TypeOf<ContractException>(), check.Id);
        }
    }

    private static Exception? Outcome(ContractCheck check)
    {
        try
        {
            check.Run();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>No public constructor without parameters: not to be found among the real cases.</summary>
    private sealed class Case : InteractionCase<long>
    {
        private readonly string _fault;

        private Case(string fault) => _fault = fault;

        public override string Operator => _fault;

        public override int? StateBound => 100;

        /// <summary>As many as the check of many events in reentrant order sends: a fault shows in the first ones.</summary>
        public override int ManyEvents => 20_000;

        public static Case Of(string fault) => new(fault);

        public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);

        public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
            MachineProbe.For(new FaultySum(_fault, faults.Wrap((Interaction each) => each.Item.Number())));

        public override IObservable<long> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
        {
            var value = faults.Wrap((Interaction each) => each.Item.Number());
            var shared = new FaultySum("", value);
            switch (_fault)
            {
                case "shared":
                    return source.RunMachine(() => shared);
                case "plain Rx":
                    return source.Select(value).Scan(0L, (sum, each) => sum + each);
                case "throws":
                    return Observable.Create<long>((Func<IObserver<long>, IDisposable>)(_ =>
                        throw new InvalidOperationException("at the subscription")));
                case "other thread":
                    return source.Select(value).ObserveOn(TaskPoolScheduler.Default);
                case "no grammar":
                    return new Bare(source, value);
                case "leak":
                    return Observable.Create<long>(observer =>
                    {
                        source.Select(value).Subscribe(observer);
                        return () => { };
                    });
                case "hot":
                    return source.Select(value).Replay().AutoConnect(0);
                default:
                    return source.RunMachine(() => new FaultySum(_fault, value));
            }
        }
    }

    private sealed class Bare(IObservable<Interaction> source, Func<Interaction, long> value) : IObservable<long>
    {
        public IDisposable Subscribe(IObserver<long> observer) => source.Subscribe(new Inner(observer, value));

        private sealed class Inner(IObserver<long> observer, Func<Interaction, long> selector) : IObserver<Interaction>
        {
            private long _sum;

            public void OnNext(Interaction interaction) => observer.OnNext(_sum += selector(interaction));

            public void OnError(Exception error) => observer.OnError(error);

            public void OnCompleted() => observer.OnCompleted();
        }
    }

    private sealed class FaultySum(string fault, Func<Interaction, long> value) : IMachine<Interaction, long>
    {
        private readonly List<long> _all = [];
        private long _sum;

        public SnapshotFormat Format => new("FaultySum", 1);

        public void OnEvent(Interaction interaction, Output<long> output)
        {
            _sum += fault == "torn" ? 1 : 0;
            _sum += value(interaction);
            if (fault == "grows" || (fault == "trusts" && _all.Count < 4))
            {
                _all.Add(_sum);
            }

            output.Emit(_sum);
        }

        public void OnCompleted(Output<long> output) => output.Emit(_sum);

        public void Snapshot(SnapshotWriter writer)
        {
            writer.WriteInt64(fault == "forgets" ? 0 : _sum);
            writer.WriteCount(_all.Count);
            _all.ForEach(writer.WriteInt64);
        }

        public void Restore(SnapshotReader reader)
        {
            _sum = reader.ReadInt64();
            var count = fault == "trusts" ? reader.ReadSize() : reader.ReadCount();
            _all.Clear();
            _all.EnsureCapacity(count);
            for (var i = 0; i < count; i++)
            {
                _all.Add(reader.ReadInt64());
            }
        }
    }
}
