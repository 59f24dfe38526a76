using System.Reactive.Linq;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Evaluation;

public sealed class SessionHistoryTests
{
    [Test]
    public void EvaluateSessions_UserKnownFromEventsWithoutSession_HasHistory()
    {
        Interaction[] events =
        [
            new(DateTimeOffset.UnixEpoch, InteractionKind.View, 1, 10),
            new(DateTimeOffset.UnixEpoch.AddHours(1), InteractionKind.View, 1, 11) { Session = "a" },
        ];

        var score = events.ToObservable()
            .EvaluateSessions(
                () => new SimilarItemsRecommender(),
                new SessionProtocolOptions { ListLength = 3, EmptyListCounts = true })
            .Wait();

        Assert.That(score.Outcome, Is.EqualTo(SessionOutcome.Evaluated));
    }
}
