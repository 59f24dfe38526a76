using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;
using RxRecs.Testing;
using RxRecs.Tests.Erasure;

namespace RxRecs.Tests.Recommenders;

/// <summary>
/// Behind <c>Reorder</c>, every order of arrival within the lateness gives the same lists, at every event.
/// </summary>
public sealed class ItemRecommenderDisorderTests
{
    private static readonly EventTimeOptions Options = new() { AllowedLateness = Pasts.Lateness };

    private static IEnumerable<TestCaseData> Recommenders() =>
        ItemRecommenders.All().Select(each => new TestCaseData(each.Make).SetArgDisplayNames(each.Name));

    [TestCaseSource(nameof(Recommenders))]
    public void Lists_OfAnyArrivalWithinTheLateness_AreTheSame(Func<IRecommender<Interaction, Id, Id>> make) =>
        Check(events => events.Recommend(6, make, static value => value.User));

    [Test]
    public void Bundles_OfAnyArrivalWithinTheLateness_AreTheSame() =>
        Check(static events => events.Bundles(new() { MinTogether = 1 }));

    private static void Check<T>(Func<IObservable<Interaction>, IObservable<T>> run) =>
        Prop.ForAll(Pasts.Disordered, events =>
        {
            var inOrder = events.Reverse().OrderBy(static each => each.EventTime);
            Assert.That(Results(run, events), Is.EqualTo(Results(run, inOrder)));
        }).Holds(cases: 60);

    private static List<string> Results<T>(
        Func<IObservable<Interaction>, IObservable<T>> run, IEnumerable<Interaction> events)
    {
        var results = new List<string>();
        using var running = run(events.ToObservable().Reorder(Options)).Subscribe(
            each => results.Add(ResultText.Of(each)));
        return results;
    }
}
