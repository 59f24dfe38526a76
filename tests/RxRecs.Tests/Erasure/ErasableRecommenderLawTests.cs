using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Erasure;

/// <summary>
/// After a change of the past, every recommender gives the lists of one that has learned the other past from the start.
/// </summary>
public sealed class ErasableRecommenderLawTests
{
    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Forget_OfDisorderedEvents_IsAsIfTheUserHadNeverBeen(Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var model = Learned(make(), before.Where(each => each.User != choice.User));
            var erasable = Erasable(make, before);

            var result = erasable.Forget(choice.User);

            Assert.That(result, Is.EqualTo(
                new UserChangeResult(before.Count(each => each.User == choice.User), 0)));
            GoOnAlike(erasable, model, after);
        }).Holds(cases: 40);

    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Retract_OfOneEvent_IsAsIfItHadNeverBeen(Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var taken = choice.User * 7 % before.Count;
            var newest = before.FindLastIndex(each => each == before[taken]);
            var model = Learned(make(), before.Where((_, place) => place != newest));
            var erasable = Erasable(make, before);

            Assert.That(erasable.Retract(before[taken]), Is.EqualTo(new UserChangeResult(1, 0)));

            if (model.Watermark < erasable.Watermark)
            {
                model.AdvanceTo(erasable.Watermark);
            }

            GoOnAlike(erasable, model, after);
        }).Holds(cases: 25);

    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Merge_OfDisorderedEvents_IsAsIfTheGuestHadBeenTheAccount(
        Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (guest, account) = ((Id)choice.User, (Id)((choice.User + 1) % Pasts.Users));
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var model = Learned(make(), before.Select(each => Pasts.Moved(each, guest, account)));
            var erasable = Erasable(make, before);

            var result = erasable.Merge(guest, account);

            Assert.That(result, Is.EqualTo(new UserChangeResult(before.Count(each => each.User == guest), 0)));
            Assert.That(erasable.Merge(guest, account), Is.EqualTo(default(UserChangeResult)), "twice");
            Assert.That(erasable.Merge(account, guest), Is.EqualTo(default(UserChangeResult)), "in a circle");
            GoOnAlike(erasable, model, after, value => Pasts.Moved(value, guest, account));
        }).Holds(cases: 40);

    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void MergeVisit_OfDisorderedEvents_IsAsIfItsUserHadBeenKnown(
        Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (before, after) = Pasts.Cut(events, choice.Cut);
            Interaction Known(Interaction value) =>
                value is { User.IsNone: true, Session: "one" } ? value with { User = choice.User } : value;
            var model = Learned(make(), before.Select(Known));
            var erasable = Erasable(make, before);

            erasable.MergeVisit("one", choice.User);

            GoOnAlike(erasable, model, after, Known);
        }).Holds(cases: 25);

    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Changes_InARow_AreAsIfAllHadBeenFromTheStart(Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (guest, account, other) =
                ((Id)choice.User, (Id)((choice.User + 1) % Pasts.Users), (Id)((choice.User + 2) % Pasts.Users));
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var erasable = Erasable(make, before[..(before.Count / 2)]);
            erasable.Merge(guest, account);
            Learned(erasable, before[(before.Count / 2)..]);
            erasable.Forget(other);
            erasable.MergeVisit("one", account);
            Interaction Known(Interaction value) => value is { User.IsNone: true, Session: "one" }
                ? value with { User = account }
                : Pasts.Moved(value, guest, account);
            var model = Learned(make(), before.Where(each => each.User != other).Select(Known));

            GoOnAlike(erasable, model, after, Known);
        }).Holds(cases: 25);

    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Merge_AtAnyPlaceAmongTheEvents_GivesTheSameAfterwards(
        Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (guest, account) = ((Id)choice.User, (Id)((choice.User + 1) % Pasts.Users));
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var atItsPlace = Erasable(make, before);
            atItsPlace.Merge(guest, account);
            Learned(atItsPlace, after);
            var atTheEnd = Erasable(make, [.. before, .. after]);
            atTheEnd.Merge(guest, account);

            Assert.That(Bytes(atItsPlace.Recommender), Is.EqualTo(Bytes(atTheEnd.Recommender)));
            Assert.That(Lists(atItsPlace), Is.EqualTo(Lists(atTheEnd)));
        }).Holds(cases: 25);

    [Test]
    public void ApplyAll_OfAnyChanges_IsAsOneAfterAnother([Values(1_000, 20)] int remembered) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Changes, (events, changes) =>
        {
            var options = new ErasureOptions { MaxEvents = remembered, Segments = remembered / 5, MaxUsers = 3 };
            ErasableRecommender<Interaction, Id, Id> Make()
            {
                var made = new ErasableRecommender<Interaction, Id, Id>(
                    () => new ShopRecommender(EveryRecommender.AllSources), UserSelectors.Interactions, options);
                Learned(made, events);
                return made;
            }

            var (atOnce, inTurn) = (Make(), Make());

            var results = atOnce.ApplyAll(changes);

            Assert.That(results, Is.EqualTo(changes.Select(each => inTurn.Apply(each)).ToArray()));
            Assert.That(Lists(atOnce), Is.EqualTo(Lists(inTurn)));
            Assert.That(Bytes(atOnce.Recommender), Is.EqualTo(Bytes(inTurn.Recommender)));
            Assert.That(atOnce.EventCount, Is.EqualTo(inTurn.EventCount));
            Assert.That(atOnce.Forget(1), Is.EqualTo(inTurn.Forget(1)));
            Assert.That(Bytes(atOnce.Recommender), Is.EqualTo(Bytes(inTurn.Recommender)));
        }).Holds(cases: 60);

    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Snapshot_BetweenChanges_GoesOnAsIfNothingHadHappened(Func<IRecommender<Interaction, Id, Id>> make) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var whole = Erasable(make, before);
            whole.Merge(choice.User, 7);
            var restored = new ErasableRecommender<Interaction, Id, Id>(
                make, UserSelectors.Interactions, Pasts.TenAtATime);
            restored.Restore(new SnapshotReader(Bytes(whole)));
            foreach (var value in after)
            {
                whole.Learn(value);
                restored.Learn(value);
            }

            Assert.That(restored.Forget(7), Is.EqualTo(whole.Forget(7)));
            Assert.That(Bytes(restored), Is.EqualTo(Bytes(whole)));
            Assert.That(Lists(restored), Is.EqualTo(Lists(whole)));
        }).Holds(cases: 25);

    private static IRecommender<Interaction, Id, Id> Learned(
        IRecommender<Interaction, Id, Id> recommender, IEnumerable<Interaction> events)
    {
        foreach (var value in events)
        {
            recommender.Learn(value);
        }

        return recommender;
    }

    private static ErasableRecommender<Interaction, Id, Id> Erasable(
        Func<IRecommender<Interaction, Id, Id>> make, IEnumerable<Interaction> events)
    {
        var erasable = new ErasableRecommender<Interaction, Id, Id>(make, UserSelectors.Interactions, Pasts.TenAtATime);
        Learned(erasable, events);
        return erasable;
    }

    private static void GoOnAlike(
        ErasableRecommender<Interaction, Id, Id> erasable,
        IRecommender<Interaction, Id, Id> model,
        Interaction[] after,
        Func<Interaction, Interaction>? change = null)
    {
        Assert.That(Lists(erasable), Is.EqualTo(Lists(model)), "at once");
        Assert.That(Bytes(erasable.Recommender), Is.EqualTo(Bytes(model)), "the whole state");
        foreach (var value in after)
        {
            erasable.Learn(value);
            model.Learn(change is null ? value : change(value));
            Assert.That(Lists(erasable), Is.EqualTo(Lists(model)), "later");
        }

        erasable.Complete();
        model.Complete();
        Assert.That(Lists(erasable), Is.EqualTo(Lists(model)), "at the end");
    }

    private static string Lists(IRecommender<Interaction, Id, Id> recommender)
    {
        var lists = Enumerable.Range(0, Pasts.Users).Select(user => new RecommendationRequest<Id, Id>(user, 6)).Append(
            new(Id.None, 6) { Session = "one" });
        var found = new List<Recommendation<Id>>();
        return string.Join('\n', lists.Select(request =>
        {
            recommender.Recommend(request, found);
            return string.Join("; ", found);
        }));
    }

    private static byte[] Bytes(IRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
