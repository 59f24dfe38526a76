using System.Buffers;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Storage;
using RxRecs.Testing;

namespace RxRecs.Kafka.Source;

/// <summary>Several operators joined into lists, with a composition and its state for each partition.</summary>
public sealed class CompositionTests : BrokerTests
{
    private const int Records = 450;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly CartOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };

    /// <summary>
    /// Each run fails in the middle; what it would save from then on is lost, as it is where a process dies. The next
    /// one goes on from what was saved before, and its lists are those of a run that nothing has stopped.
    /// </summary>
    [Test]
    public void RunPartitions_CompositionThatCrashes_GivesTheListsOfAnUninterruptedRun()
    {
        var topic = NewTopic(2);
        TestTopic.WriteRecords(Settings, topic, SampleInteractions.Disordered(new Random(5), Records)
            .Select(each => (PartitionOf(each), TestTopic.Record(Json(each)))));
        var expected = new Dictionary<(int, long), RecommendationList<Id, Id>>();
        Run(Options(topic), each => expected.Add((each.Partition, each.Sequence), each.Value));

        var store = new MortalStore();
        var (seen, repeated, starts) = (new Dictionary<(int, long), RecommendationList<Id, Id>>(), 0, new List<long>());
        for (var isOver = false; !isOver;)
        {
            store.IsDead = false;
            var (clock, stopAt, first) = (new JumpingClock(), seen.Count + 100, true);
            var options = Options(topic) with { Store = store, TimeProvider = clock, CommitInterval = Minute };
            try
            {
                Run(options, each =>
                {
                    clock.Jump(TimeSpan.FromSeconds(1)); // saves after some sixty lists
                    var place = (each.Partition, each.Sequence);
                    starts.AddRange(first ? [each.Sequence] : []);
                    first = false;
                    repeated += seen.TryAdd(place, each.Value) ? 0 : 1;
                    Assert.That(each.Value, Is.EqualTo(seen[place]), "as before the crash");
                    if (seen.Count == stopAt)
                    {
                        store.IsDead = true;
                        throw new InvalidOperationException("crash");
                    }
                });
                isOver = true;
            }
            catch (InvalidOperationException)
            {
                Assert.That(starts, Has.Count.LessThan(10));
            }
        }

        Assert.That(starts, Has.Count.GreaterThan(3).And.Some.GreaterThan(1), "runs, which went on in the middle");
        Assert.That(repeated, Is.Positive, "lists that came again, because what came last was not saved");
        Assert.That(seen, Is.EquivalentTo(expected));
        Assert.That(
            expected.Values.SelectMany(list => list.Items).Select(each => each.Reason.Source).Distinct().Count(),
            Is.GreaterThan(4),
            "sources that lists are from");
    }

    private static void Compose(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists)
    {
        var catalog = shop.CatalogItems();
        var trends = shop.TrendBuckets(TimeSpan.FromHours(1), new() { AllowedLateness = TimeSpan.Zero })
            .TopTrends(TrendScore.DampedChange);
        lists
            .AddCart(shop.CartMinusPurchasePerUser(Sorted))
            .AddHistory(shop.LastItemsPerUser(2))
            .AddNextItems(shop.NextItems(2))
            .Add(
                new RecommendationSource("carted"), // no operator of RxRecs at its end: its newest lists are saved
                shop.Where(each => each.Kind == InteractionKind.Cart).LastItemsPerUser(3).Select(last => last),
                last => last.Key,
                last => last.Items)
            .AddTrends(trends)
            .AddSimilarItems(shop.SimilarItems(5))
            .AddRecommender(RecommendationSource.ItemToItem, shop, () => ItemToItem.Recommender())
            .AddPopular(catalog)
            .MergeBy(CandidateMerge.Blend)
            .AtMostPerBrand(2, catalog);
        lists.Fallback.AddPopular(catalog);
    }

    private void Run(KafkaPipelineOptions options, Action<PartitionResult<RecommendationList<Id, Id>>> onList) =>
        KafkaSource.RunPartitions(
                Settings,
                options,
                records => records.Select(record => record.Value)
                    .Reorder(new() { AllowedLateness = SampleInteractions.Disorder })
                    .Where(each => !each.User.IsNone)
                    .Recommend(6, Compose))
            .Do(onList).Timeout(Patience).LastOrDefaultAsync().Wait();

    private static KafkaPipelineOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
        Name = "lists",
    };

    private static int PartitionOf(Interaction value) =>
        value.User.TryGetNumber(out var number) ? (int)(number % 2) : 0;

    private static byte[] Json(Interaction value)
    {
        var output = new ArrayBufferWriter<byte>();
        InteractionJson.Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A store of a process: what is saved after its death is not there afterwards.</summary>
    private sealed class MortalStore : ISnapshotStore
    {
        private readonly InMemorySnapshotStore _store = new();

        public bool IsDead { get; set; }

        public void Save(string name, long position, ReadOnlySpan<byte> snapshot)
        {
            if (!IsDead)
            {
                _store.Save(name, position, snapshot);
            }
        }

        public StoredSnapshots Load(string name) => _store.Load(name);

        public void Delete(string name) => _store.Delete(name);

        public IReadOnlyList<string> Names() => _store.Names();
    }
}
