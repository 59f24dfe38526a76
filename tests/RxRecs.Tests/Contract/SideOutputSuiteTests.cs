using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

/// <summary>The checks of side outputs must find planted faults.</summary>
public sealed class SideOutputSuiteTests
{
    [TestCase("C17.CountsEndEachSubscription", "no counts")]
    [TestCase("C17.CountsEndEachSubscription", "counts twice")]
    [TestCase("C17.CountsEndEachSubscription", "counts first")]
    [TestCase("C17.CountsEndEachSubscription", "shared")]
    [TestCase("C17.CountsAreWhatWasSetAside", "wrong number")]
    [TestCase("C17.CountsAreWhatWasSetAside", "loses late events")]
    [TestCase("C17.ResultsOfThePlainForm", "loses a result")]
    [TestCase("C17.NoCountsAfterAnError", "counts in the end")]
    [TestCase("C17.NoCountsAfterDisposal", "counts at once")]
    [TestCase("C6.TwoSubscriptionsAtOnce.WithLateEvents", "shared")]
    public void Suite_PlantedFault_IsFound(string id, string fault)
    {
        var check = Case.Of(fault).Checks().Single(each => each.Id == id);
        Assert.That(check.Run, Throws.TypeOf<ContractException>().With.Message.StartsWith(id));
    }

    [Test]
    public void Suite_NoFault_KeepsTheContractInBothForms()
    {
        var checks = Case.Of("").Checks();
        Assert.Multiple(() =>
        {
            foreach (var check in checks.Where(each => !each.IsSlow))
            {
                Assert.That(check.Run, Throws.Nothing, check.Id);
            }
        });
        string[] both = ["C2.ReentrantSource", "C2.ReentrantSource.WithLateEvents"];
        Assert.That(checks.Select(each => each.Id), Is.Unique.And.SupersetOf(both));
    }

    /// <summary>No public constructor without parameters: not to be found among the real cases.</summary>
    private sealed class Case : InteractionCase<Interaction>
    {
        private readonly string _fault;

        private Case(string fault) => _fault = fault;

        public override string Operator => _fault;

        public static Case Of(string fault) => new(fault);

        public override IObservable<Interaction> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
        {
            var sound = source.Reorder(
                faults.Wrap((Interaction each) => each.EventTime),
                new EventTimeOptions { AllowedLateness = SampleInteractions.Disorder });
            return _fault.Length == 0 ? sound : new Faulty(sound, _fault);
        }
    }

    private sealed class Faulty(IEventTimeObservable<Interaction, Interaction> sound, string fault)
        : IEventTimeObservable<Interaction, Interaction>
    {
        private long _seen;

        public IDisposable Subscribe(IObserver<Interaction> observer) => sound.Subscribe(observer);

        public IObservable<EventTimeResult<Interaction, Interaction>> WithLateEvents()
        {
            var all = sound.WithLateEvents();
            EventTimeResult<Interaction, Interaction> counts = new EventTimeCounts(0, 0);
            return fault switch
            {
                "no counts" => all.Where(each => each.Counts is null),
                "counts twice" => all.SelectMany(each => Enumerable.Repeat(each, each.Counts is null ? 1 : 2)),
                "counts first" => all.Where(each => each.Counts is null).StartWith(counts),
                "counts at once" => all.StartWith(counts),
                "counts in the end" => all.Materialize().SelectMany(each =>
                    each.Exception is null ? [each.Value] : new[] { counts }),
                "wrong number" => all.Select(each => each.Counts is null ? each : counts),
                "loses late events" => all.Where(each => !each.IsLate),
                "loses a result" => all.Where((each, i) => !each.IsResult || i != 7),
                _ => all.Select(each => each.Counts is { } own ? own with { Taken = _seen += own.Taken } : each),
            };
        }
    }
}
