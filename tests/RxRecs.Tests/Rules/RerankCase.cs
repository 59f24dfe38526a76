using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Rules;

/// <summary>Each interaction makes a list of its item and the two after it, of which the last is left out.</summary>
public sealed class RerankCase : InteractionCase<RecommendationList<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.Rerank);

    public override int ManyEvents => 50_000;

    public override IObservable<RecommendationList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var group = faults.Wrap((Id item) => item.ToString());
        return source.Select(List).Rerank(2, () => [ListRules.AtMost<Id, string>(1, group)]);
    }

    private static RecommendationList<Id, Id> List(Interaction value) => new(
        value.User,
        [
            .. new[] { value.Item.ToString(), "b", "c" }.Distinct()
                .Select(item => new Recommendation<Id>(item, 1, new(RecommendationSource.Popular, 1))),
        ]);
}
