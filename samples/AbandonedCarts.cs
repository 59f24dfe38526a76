#:project ../src/RxRecs.Csv
#:project ../src/RxRecs.Kafka.Testing
#:property PublishAot=false
using System.Reactive.Linq;
using System.Text;
using System.Text.Json;
using RxRecs;
using RxRecs.Csv;
using RxRecs.Kafka;

// Writes each cart that was left for an hour into the topic "abandoned-carts", one JSON object per cart:
//   dotnet run samples/AbandonedCarts.cs [-- BROKER [FILE]]
// Without a broker one runs inside this process, and what was written is read back and printed.
using var embedded = args.Length == 0 ? EmbeddedBroker.Start() : null;
embedded?.CreateTopic("abandoned-carts", partitions: 1);
var settings = embedded?.Settings ?? KafkaSettings.FromPairs([new("bootstrap.servers", args[0])]);
var file = args.Length > 1 ? args[1] : "samples/shop.csv";

using var sink = new KafkaSink<AbandonedCart>(settings, new()
{
    Topic = "abandoned-carts",
    KeySelector = cart => KafkaKey.Of(cart.User),
    Write = (cart, output) =>
    {
        using var json = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(json, cart);
    },
});
var options = new CartOptions { AllowedLateness = TimeSpan.FromHours(1), AbandonAfter = TimeSpan.FromHours(1) };
ShopEvents.FromFile(file)
    .Where(each => !each.User.IsNone) // guests without an id have no cart that could be told apart
    .CartMinusPurchase(
        CartActions.OfUser,
        (change, lines) => change.Kind == CartChangeKind.Abandoned
            ? new AbandonedCart(change.Key, [.. lines.ToArray().Select(line => line.Item)], change.EventTime)
            : null,
        each => each.EventTime,
        options)
    .Where(cart => cart is not null)
    .Select(cart => cart!)
    .Subscribe(sink);
await sink.Completion; // throws what went wrong in the file or at the broker

if (embedded is not null)
{
    var all = new KafkaSourceOptions
    {
        Topics = ["abandoned-carts"], Start = KafkaStart.Beginning, End = KafkaEnd.EndOfTopic,
    };
    var texts = RecordParser.From(record => Encoding.UTF8.GetString(record.Message.Value));
    await KafkaSource.FromTopics(settings, all, texts)
        .Do(record => Console.WriteLine(record.Value))
        .LastOrDefaultAsync();
}

internal sealed record AbandonedCart(Id User, Id[] Items, DateTimeOffset At);
