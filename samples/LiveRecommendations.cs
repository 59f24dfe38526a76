#:project ../src/RxRecs.Csv
#:project ../src/RxRecs.Kafka.Testing
#:property PublishAot=false
using System.Reactive;
using System.Reactive.Linq;
using RxRecs;
using RxRecs.Csv;
using RxRecs.Kafka;

// Prints a ranked list after each event of the topic "shop-events", and saves state and offset together, so that the
// next start goes on where this one ended:
//   dotnet run samples/LiveRecommendations.cs [-- BROKER FOLDER]
// Without a broker one runs inside this process, filled from samples/shop.csv: the first start stops in the middle.
using var embedded = args.Length == 0 ? EmbeddedBroker.Start() : null;
if (embedded is not null)
{
    embedded.CreateTopic("shop-events", partitions: 1);
    using var sink = new KafkaSink<Interaction>(embedded.Settings, new()
    {
        Topic = "shop-events", Write = InteractionJson.Write, KeySelector = each => KafkaKey.Of(each.User),
    });
    ShopEvents.FromFile("samples/shop.csv").Subscribe(sink); // returns when the broker has confirmed every record
}

var options = new KafkaPipelineOptions
{
    Topics = ["shop-events"],
    Group = "lists",
    GroupProtocol = embedded is null ? KafkaGroupProtocol.Classic : KafkaGroupProtocol.Consumer, // or brokers from 4.0
    Start = KafkaStart.Beginning, // where nothing has been saved yet
    End = embedded is null ? KafkaEnd.Never : KafkaEnd.EndOfTopic,
    Store = new FileSnapshotStore(args.Length > 1 ? args[1] : Directory.CreateTempSubdirectory().FullName),
};
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) => { key.Cancel = true; stop.Cancel(); };
if (embedded is not null)
{
    using var early = new CancellationTokenSource();
    Run(each => { if (each.Sequence == 300) { early.Cancel(); } }, early.Token);
}

Run(
    each => Console.WriteLine($"{each.Sequence} user {each.Value.User}: "
        + string.Join(", ", each.Value.Items.Select(item => item.Item))),
    stop.Token);

void Run(Action<PartitionResult<RecommendationList<Id, Id>>> onList, CancellationToken token) => KafkaSource
    .RunPartitions(
        embedded?.Settings ?? KafkaSettings.FromPairs([new("bootstrap.servers", args[0])]),
        options,
        records => records.Select(record => record.Value).Reorder(new() { AllowedLateness = TimeSpan.FromMinutes(1) })
            .Recommend(5, (shop, list) => list
                .AddHistory(shop.LastItemsPerUser(20))
                .AddSimilarItems(shop.SimilarItems(20))),
        token)
    .Subscribe(onList, error => { Console.Error.WriteLine(error.Message); Environment.ExitCode = 1; });
