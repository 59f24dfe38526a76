using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.NextItem;

public sealed class SessionizeTests
{
    [Test]
    public void Sessionize_GapOfAUser_BeginsAVisit()
    {
        var minutes = new[] { 0, 10, 40, 71, 72 };

        Assert.That(
            Sessions(minutes.Select(minute => At(minute, user: 1))),
            Is.EqualTo(new[] { (0L, 1L), (0, 2), (0, 3), (1, 1), (1, 2) }));
    }

    [Test]
    public void Sessionize_NamesAndUsers_AreVisitsOfTheirOwn() => Assert.That(
        Sessions(
        [
            At(0, 1, "a"), At(1, 2, "a"), At(2, 1, "a"), At(3, 0, "a"), At(4, 0), At(5, 1), At(6, 0, "a"),
        ]),
        Is.EqualTo(new[] { (0L, 1L), (1, 1), (0, 2), (2, 1), (-1, 0), (0, 3), (2, 2) }));

    [Test]
    public void Sessionize_EventFromLongBefore_HasAVisitOfItsOwn() => Assert.That(
        Sessions([At(120, 1), At(0, 1), At(121, 1)]),
        Is.EqualTo(new[] { (0L, 1L), (1, 1), (0, 2) }));

    [Test]
    public void Sessionize_TooManyVisits_TakesTheIdlestToBeOver() => Assert.That(
        Sessions([At(0, 1), At(1, 2), At(2, 1)], new SessionOptions { MaxOpen = 1 }),
        Is.EqualTo(new[] { (0L, 1L), (1, 1), (2, 1) }));

    private static Interaction At(int minute, int user, string? session = null) =>
        new(Shop.Start.AddMinutes(minute), InteractionKind.View, user == 0 ? Id.None : user, 7) { Session = session };

    private static IEnumerable<(long Session, long Position)> Sessions(
        IEnumerable<Interaction> events, SessionOptions? options = null) => events.ToObservable().Sessionize(options)
        .Select(each => (each.Session, each.Position)).ToEnumerable();
}
