using System.Reactive.Linq;
using RxRecs;
using RxRecs.Hosting;
using RxRecs.Kafka;
using ShopWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.AddRxRecs("shop", pipeline => pipeline.RunPartitions(
    (_, records) => records.Select(record => record.Value).Lists(),
    context => new KafkaSink<PartitionResult<RecommendationList<Id, Id>>>(context.Kafka, new()
    {
        Topic = context.Services.GetRequiredService<IConfiguration>()["ListsTopic"]!,
        KeySelector = list => KafkaKey.Of(list.Value.User),
        Write = (list, output) => RecsJson.Write(list.Value, output),
        SequenceSelector = list => list.ToSequence(), // lets a reader drop what a crash writes twice
        Notices = context.Notices,
        CancellationToken = context.Stopping,
    })));
builder.Build().Run();
