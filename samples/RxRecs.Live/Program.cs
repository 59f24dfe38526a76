using Microsoft.AspNetCore.Connections;
using RxRecs;
using RxRecs.Kafka;
using RxRecs.Live;
using RxRecs.Live.Http;
using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;

// What the command line says, or an exit code where it asks for help or cannot be understood.
if (!LiveCommand.TryRead(args, out var settings, out var exitCode))
{
    return exitCode;
}

try
{
    using var folder = DataFolder.Take(settings.Data);
    var app = LiveServer.Build(settings);
    var pipeline = app.Services.GetRequiredService<LivePipeline>();
    var reading = app.Services.GetRequiredService<Reading>();
    var writing = app.Services.GetRequiredService<Writing>();

    // Lists: from a cache until the user's next event, or from the pipeline's own thread.
    app.MapGet(CachedLists.Route, reading.RecommendForUser).Gives<ListAnswer>();
    app.MapPost("/recommendations", reading.Recommend).Gives<ListAnswer>(403, 413, 415).TakesKey();
    app.MapGet("/session/next", reading.RecommendNext).Gives<ListAnswer>();
    app.MapGet("/similar/{item}", reading.FindSimilar).Gives<ListAnswer>();
    app.MapGet("/explain/{user}/{item}", reading.Explain).Gives<ExplainAnswer>(404);
    app.MapGet("/trends", reading.ReadTrends).Gives<TrendAnswer>();
    app.MapGet("/insights", reading.ReadInsights).Gives<InsightAnswer>(404);

    // Changes: 202 once they are in the log, from where the pipeline takes them in their order.
    var changes = app.MapGroup("").AddEndpointFilter(writing.Limit);
    changes.MapPost("/interactions", writing.TakeInteractions).Takes<ShopMessage>().GivesAccepted(413, 415);
    changes.MapPut("/items", writing.PutItems).Takes<ShopMessage>().GivesAccepted(413, 415);
    changes.MapPost("/users/{target}/merge/{source}", writing.MergeUsers).GivesAccepted();
    changes.MapDelete("/users/{id}", writing.ForgetUser).GivesAccepted();

    // The page's stream; its files come before the endpoints.
    app.MapGet("/events", app.Services.GetRequiredService<StateStream>().Open);
    app.MapOpenApi();
    await app.RunAsync();
    return pipeline.Failure is null ? 0 : 1;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or SnapshotException
    or KafkaFailureException or ArgumentException { ParamName: "connectionString" })
{
    // An address or a folder that is taken, a file that is damaged, a database or a broker that refuses: the message
    // says which, and what to do.
    var advice = error.InnerException is AddressInUseException ? " Give another --url or --management-port." : "";
    Console.Error.WriteLine(error.Message + advice);
    return 1;
}
