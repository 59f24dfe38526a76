using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Evaluation;

/// <summary>The foreign streams of a composition that is evaluated are left when the evaluation ends.</summary>
public sealed class EvaluatedCompositionTests
{
    [Test]
    public void Evaluation_OfAComposition_LeavesItsForeignStreams(
        [Values("prequential", "compared", "sessions", "next items")] string protocol, [Values] bool completes)
    {
        using var picks = new Subject<IReadOnlyList<Id>>();
        using var events = new Subject<Interaction>();
        using var subscription = Evaluate(protocol, events, picks);
        Assert.That(picks.HasObservers, Is.True);
        if (completes)
        {
            events.OnCompleted();
        }
        else
        {
            subscription.Dispose();
        }

        Assert.That(picks.HasObservers, Is.False);
    }

    private static IDisposable Evaluate(
        string protocol, IObservable<Interaction> events, IObservable<IReadOnlyList<Id>> picks)
    {
        return protocol switch
        {
            "prequential" => events.EvaluatePrequentially(Compose).Subscribe(),
            "compared" => events.CompareRecommenders(Compose, Compose).Subscribe(),
            "sessions" => events.EvaluateSessions(Compose).Subscribe(),
            _ => events.EvaluateNextItems(() => [Compose()]).Subscribe(),
        };

        IRecommender<Interaction, Id, Id> Compose() =>
            new ComposedRecommender<Interaction, Id, Id>((_, list) => list.Add(new("Picks"), picks));
    }
}
