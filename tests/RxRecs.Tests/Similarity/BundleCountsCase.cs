using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Similarity;

/// <summary>The counts of everything that is bought, in visits of an hour, at the end.</summary>
public sealed class BundleCountsCase : InteractionCase<string>
{
    public override string Operator => nameof(RecsObservable.BundleCounts);

    public override int ManyEvents => 50_000;

    public override IReadOnlyDictionary<string, string> Exemptions =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["C7.ObserverThrowsInOnNext"] = "There is one result, and the check needs two.",
        };

    public override IObservable<string> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.BundleCounts(BundlesCase.Selectors(faults), BundlesCase.Options).Select(Text);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new BundleCountsMachine<Interaction, Id, Id>(BundlesCase.Selectors(faults), BundlesCase.Options));

    private static string Text(BundleState<Id, Id> counts)
    {
        var bundles = new List<Bundle<Id>>();
        counts.Top(int.MaxValue, bundles);
        return $"{ResultText.Of(counts)} {ResultText.Of(bundles)}";
    }
}
