using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A stream, and its copy with every id replaced by a text that keeps their order, go through a broker as JSON, keyed
/// by user, and give the same results under the replacement.
/// </summary>
[Category("Broker")]
public sealed class TextIdTopicTests
{
    private const int Partitions = 3;
    private static readonly TimeSpan Patience = Eventually.Patience;
    private static readonly TrendBucketsOptions Buckets = new() { AllowedLateness = SampleInteractions.Disorder };
    private static readonly CartOptions InOrder = new() { AllowedLateness = TimeSpan.Zero };

    // So far apart in time nothing is late, whatever else is in its partition.
    private static readonly CartOptions NothingLate = new() { AllowedLateness = TimeSpan.FromDays(365) };

    [Test]
    public void Recommend_IdsReplacedByTexts_GivesTheSameLists([Values] bool isComposed)
    {
        var (numbers, texts) = Events(seed: 1);

        var (ofNumbers, ofTexts) = (ListsOf(numbers), ListsOf(texts));

        Assert.That(ofNumbers.Read, Is.EqualTo(numbers));
        Assert.That(ofTexts.Read, Is.EqualTo(texts));
        Assert.That(
            ofTexts.Lists.Select(list => TextIds.Back(ResultText.Of(list))),
            Is.EqualTo(ofNumbers.Lists.Select(ResultText.Of)));
        Assert.That(ofNumbers.Lists.Count(list => list.Items.Count > 1), Is.AtLeast(100));

        (List<Interaction> Read, IList<RecommendationList<Id, Id>> Lists) ListsOf(List<Interaction> events)
        {
            var read = new List<Interaction>();
            var records = KafkaSource
                .FromTopics(SharedCluster.Get().Settings, TestTopic.FromBeginningToEnd(Write(events, partitions: 1)))
                .Select(static record => record.Value).Do(read.Add);
            return (read, (isComposed ? ByStreams(records) : ByShopRecommender(records)).Timeout(Patience).ToList().Wait());
        }
    }

    /// <summary>The keys of texts lead to other partitions than those of numbers.</summary>
    [Test]
    public void RunPartitions_IdsReplacedByTexts_GivesTheSameChangesOfEachUser()
    {
        var (numbers, texts) = Events(seed: 2);

        var (ofNumbers, ofTexts) = (Changes(numbers), Changes(texts));

        Assert.That(ofTexts.Select(static each => each.Partition).Distinct().Count(), Is.EqualTo(Partitions));
        Assert.That(PerUser(ofTexts), Is.EqualTo(PerUser(ofNumbers)).And.Not.Empty);
    }

    private static IObservable<RecommendationList<Id, Id>> ByShopRecommender(IObservable<Interaction> events) =>
        events.Recommend(
            5, static () => new ShopRecommender(new ShopRecommenderOptions { Buckets = Buckets }), each => each.User);

    private static IObservable<RecommendationList<Id, Id>> ByStreams(IObservable<Interaction> events) =>
        events.Reorder(new() { AllowedLateness = SampleInteractions.Disorder }).Recommend(5, static (shop, list) =>
        {
            var trends = shop
                .TrendBuckets(TimeSpan.FromHours(1), Buckets with { AllowedLateness = TimeSpan.Zero })
                .TopTrends(TrendScore.DampedChange);
            list.AddCart(shop.CartMinusPurchasePerUser(InOrder))
                .AddHistory(shop.LastItemsPerUser(20))
                .AddSimilarItems(shop.SimilarItems(20))
                .AddTrends(trends);
            list.Fallback.AddTrends(trends);
        });

    private static (List<Interaction> Numbers, List<Interaction> Texts) Events(int seed)
    {
        var numbers = SampleInteractions.Disordered(new Random(seed), 400).Select(TextIds.Spread).ToList();
        return (numbers, numbers.ConvertAll(TextIds.Of));
    }

    /// <summary>Writes events to a new topic, and gives its name.</summary>
    private static string Write(List<Interaction> events, int partitions)
    {
        var topic = SharedCluster.Get().NewTopic(partitions);
        using var sink = new KafkaSink<Interaction>(SharedCluster.Get().Settings, new()
        {
            Topic = topic,
            Write = InteractionJson.Write,
            KeySelector = static each => KafkaKey.Of(each.User),
        });
        events.ToObservable().Subscribe(sink);
        return topic;
    }

    private static List<PartitionResult<CartChange<Id, Id>>> Changes(List<Interaction> events)
    {
        var topic = Write(events, Partitions);
        var options = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
            Name = topic,
        };
        return [.. KafkaSource
            .RunPartitions(SharedCluster.Get().Settings, options, static records => records
                .Select(static record => record.Value).CartMinusPurchasePerUser(NothingLate))
            .Timeout(Patience).ToEnumerable()];
    }

    /// <summary>
    /// The changes of each user in their order, with numbers in place of texts; without the total, which counts those of
    /// all users of the partition.
    /// </summary>
    private static SortedDictionary<string, string> PerUser(List<PartitionResult<CartChange<Id, Id>>> changes) => new(
        changes.GroupBy(static each => TextIds.Back($"{each.Value.Key}")).ToDictionary(
            static user => user.Key,
            static user => string.Join('\n', user.Select(static each => TextIds.Back(ResultText.Of(each.Value with { Total = 0 }))))),
        StringComparer.Ordinal);
}
