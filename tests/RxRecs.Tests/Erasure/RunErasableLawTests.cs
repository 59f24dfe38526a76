using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;
using RxRecs.Tests.Composition;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Erasure;

/// <summary>
/// After a change of the past, every operator emits what it emits over the other past; what was emitted is not emitted
/// again.
/// </summary>
public sealed class RunErasableLawTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TrendBucketsOptions InOrderOfTime = new() { AllowedLateness = Pasts.Lateness };
    private static readonly EventTimeOptions Sorted = new() { AllowedLateness = Pasts.Lateness };

    private delegate IObservable<object> Pipeline(IObservable<Interaction> events);

    private static IEnumerable<TestCaseData> Pipelines()
    {
        yield return Case("last items", events => events.LastItemsPerUser(3).Box());
        yield return Case("last distinct items by time", events => events.LastPerKey(
            3,
            each => each.User,
            each => each.Item,
            (user, items) => $"{user}: {string.Join(',', items.ToArray())}",
            each => each.EventTime,
            new LastPerKeyOptions { Distinct = true, TimeToLive = TimeSpan.FromDays(1) }).Box());
        yield return Case("carts", events => events.CartMinusPurchasePerUser(new CartOptions
        {
            AllowedLateness = Pasts.Lateness,
            AbandonAfter = 2 * Hour,
            ForgetAfter = 9 * Hour,
        }).Box());
        yield return Case("trend buckets", events => events.TrendBuckets(Hour, InOrderOfTime).Box());
        yield return Case("overlapping trend buckets", events => events.TrendBuckets(
            2 * Hour, new TrendBucketsOptions { AllowedLateness = Pasts.Lateness, Advance = Hour }).Box());
        yield return Case("decayed trends", events => events.TrendBuckets(Hour, InOrderOfTime)
            .TopTrends(TrendScore.Hot(3 * Hour)).Box());
        yield return Case("surprising trends", events => events.TrendBuckets(Hour, InOrderOfTime)
            .TopTrends(TrendScore.Trending(3 * Hour, 3)).Box());
        yield return Case("similar items", events => events.SimilarItems(5).Box());
        yield return Case("next items", events => events.NextItems(5).Box());
        yield return Case("sessions", events => events.Sessionize().Box());
        yield return Case("sales ranking", events => events.SalesRanking(3).Box());
        yield return Case("catalog", events => events.CatalogItems().Box());
        yield return Case("bundles", events => events.Bundles(new() { MinTogether = 1 }).Box());
        yield return Case("reorder, then last items", events =>
            events.Reorder(Sorted).LastItemsPerUser(3).Box());
        yield return Case("joined lists", events => events.Reorder(Sorted).Recommend(6, ShopStreams.Compose).Box());
        yield return Case("reranked lists", events => events
            .Recommend(6, static () => ContentBased.Recommender(), static value => value.User)
            .Rerank(3, static () => [ListRules.Exclude(new HashSet<Id> { 3, 5 })]).Box());
    }

    [TestCaseSource(nameof(Pipelines))]
    public void Forget_OfDisorderedEvents_EmitsAsIfTheUserHadNeverBeen(object pipeline) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var (change, taken) = Run(
                (Pipeline)pipeline, before, UserChange<Id>.Forget(choice.User, Shop.Start), after);

            Assert.That(change.Outcome, Is.EqualTo(
                new UserChangeResult(before.Count(each => each.User == choice.User), 0)));
            Assert.That(taken, Is.EqualTo(Model(
                (Pipeline)pipeline, before.Where(each => each.User != choice.User), after)));
        }).Holds(cases: 40);

    [TestCaseSource(nameof(Pipelines))]
    public void Merge_OfDisorderedEvents_EmitsAsIfTheGuestHadBeenTheAccount(object pipeline) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            var (guest, account) = ((Id)choice.User, (Id)((choice.User + 1) % Pasts.Users));
            var (before, after) = Pasts.Cut(events, choice.Cut);
            var (change, taken) = Run(
                (Pipeline)pipeline, before, UserChange<Id>.Merge(guest, account, Shop.Start), after);

            Assert.That(change.Outcome.Changed, Is.EqualTo(before.Count(each => each.User == guest)));
            Assert.That(taken, Is.EqualTo(Model(
                (Pipeline)pipeline,
                before.Select(each => Pasts.Moved(each, guest, account)),
                after.Select(each => Pasts.Moved(each, guest, account)))));
        }).Holds(cases: 40);

    [TestCaseSource(nameof(Pipelines))]
    public void Snapshot_CutAnywhere_GoesOnAsIfNothingHadHappened(object pipeline) =>
        Prop.ForAll(Pasts.Disordered, Pasts.Choice, (events, choice) =>
        {
            List<UserInput<Interaction, Id>> inputs = [.. events];
            inputs.Insert(events.Length / 2, UserChange<Id>.Merge(choice.User, 7, Shop.Start));
            inputs.Add(UserChange<Id>.Forget(7, Shop.Start));
            var cut = choice.Cut % inputs.Count;
            var (whole, restored) = (Machine((Pipeline)pipeline), Machine((Pipeline)pipeline));
            Feed(whole, inputs[..cut]);
            MachineSnapshot.Restore(restored, MachineSnapshot.Save(whole));

            Assert.That(Feed(restored, inputs[cut..]), Is.EqualTo(Feed(whole, inputs[cut..])));
            Assert.That(MachineSnapshot.Save(restored), Is.EqualTo(MachineSnapshot.Save(whole)));
        }).Holds(cases: 25);

    private static TestCaseData Case(string name, Pipeline pipeline) =>
        new TestCaseData(pipeline).SetArgDisplayNames(name);

    private static (ErasableResult<Id, object> Change, List<string> After) Run(
        Pipeline pipeline, IEnumerable<Interaction> before, UserChange<Id> change, IEnumerable<Interaction> after)
    {
        using var inputs = new Subject<UserInput<Interaction, Id>>();
        var emitted = new List<ErasableResult<Id, object>>();
        using var running = inputs
            .RunErasable(events => pipeline(events), UserSelectors.Interactions, Pasts.TenAtATime)
            .Subscribe(emitted.Add);
        foreach (var value in before)
        {
            inputs.OnNext(value);
        }

        emitted.Clear();
        inputs.OnNext(change);
        var outcome = emitted.Single();
        emitted.Clear();
        foreach (var value in after)
        {
            inputs.OnNext(value);
        }

        inputs.OnCompleted();
        return (outcome, [.. emitted.Select(each => ResultText.Of(each.Result))]);
    }

    /// <summary>Gives what the pipeline emits of one past after another, by itself.</summary>
    private static List<string> Model(
        Pipeline pipeline, IEnumerable<Interaction> before, IEnumerable<Interaction> after)
    {
        using var events = new Subject<Interaction>();
        var emitted = new List<string>();
        using var running = pipeline(events).Subscribe(value => emitted.Add(ResultText.Of(value)));
        foreach (var value in before)
        {
            events.OnNext(value);
        }

        emitted.Clear();
        foreach (var value in after)
        {
            events.OnNext(value);
        }

        events.OnCompleted();
        return emitted;
    }

    private static ErasableMachine<Interaction, Id, object> Machine(Pipeline pipeline) => new(
        () => new PipelineTarget<Interaction, object>(events => pipeline(events), null),
        UserSelectors.Interactions,
        Pasts.TenAtATime);

    private static List<string> Feed(
        ErasableMachine<Interaction, Id, object> machine, IEnumerable<UserInput<Interaction, Id>> inputs)
    {
        var (output, emitted) = (new Output<ErasableResult<Id, object>>(), new List<string>());
        foreach (var input in inputs)
        {
            output.Clear();
            machine.OnEvent(input, output);
            for (var i = 0; i < output.Count; i++)
            {
                emitted.Add(ResultText.Of(output[i]));
            }
        }

        return emitted;
    }
}

