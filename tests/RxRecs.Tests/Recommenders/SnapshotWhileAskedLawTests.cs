using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Erasure;

namespace RxRecs.Tests.Recommenders;

/// <summary>
/// A recommender may be asked while its state is written: at any byte the lists are those from before, and what is
/// written is what is written without questions.
/// </summary>
public sealed class SnapshotWhileAskedLawTests
{
    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Recommend_AtAnyByteOfASnapshot_GivesTheSameAndLeavesIt(
        Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, events =>
        {
            var recommender = make();
            foreach (var value in events.Concat(events.Select(TextIds.Of)))
            {
                recommender.Learn(value);
            }

            var expected = Requests.Select(request => List(recommender, request)).ToArray();
            var bytes = Save(recommender, () => { });
            var asked = 0;

            var written = Save(recommender, () =>
            {
                var place = asked++ % Requests.Length;
                Assert.That(List(recommender, Requests[place]), Is.EqualTo(expected[place]));
            });

            // Rules of lists count what they are asked, and their counts are saved.
            if (recommender is not RerankedRecommender<Interaction, Id, Id>)
            {
                Assert.That(written, Is.EqualTo(bytes));
            }

            var restored = make();
            restored.Restore(new SnapshotReader(written));
            Assert.That(Requests.Select(request => List(restored, request)), Is.EqualTo(expected));
            Assert.That(asked, Is.GreaterThan(0));
            Assert.That(Requests.Select(request => List(recommender, request)), Is.EqualTo(expected), "afterwards");
        }).Holds(cases: 10);

    /// <summary>Gives requests of users and of a visit, by number and by text, and around items.</summary>
    private static RecommendationRequest<Id, Id>[] Requests { get; } =
    [
        .. Enumerable.Range(0, Pasts.Users).SelectMany(static user => new RecommendationRequest<Id, Id>[]
        {
            new(user, 6), new(TextIds.Of(user), 6),
        }),
        new(Id.None, 6) { Session = "one" },
        new(Id.None, 6) { Around = [3, TextIds.Of(4)] },
    ];

    private static string List(IRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var found = new List<Recommendation<Id>>();
        recommender.Recommend(request, found);
        var explained = found.Count > 0 ? recommender.Explain(request, found[0].Item) : null;
        return $"{string.Join("; ", found)} {explained?.Score}";
    }

    private static byte[] Save(IRecommender<Interaction, Id, Id> recommender, Action onProgress)
    {
        var writer = new SnapshotWriter { OnProgress = onProgress, ProgressBytes = 1 };
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
