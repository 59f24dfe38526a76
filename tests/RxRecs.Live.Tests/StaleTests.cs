using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using RxRecs.Live.Events;
using RxRecs.Live.Http;
using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;
using RxRecs.Webhooks;

namespace RxRecs.Live;

/// <summary>Tests what answers say of their age while the pipeline waits for its store, in virtual time.</summary>
[TestFixture]
public sealed class StaleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LiveSettings _settings = new();
    private string _folder = null!;

    [SetUp]
    public void Start() => _folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;

    [TearDown]
    public void Stop() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Answers_StoreThatDoesNotAnswer_SayThatTheyAreStale()
    {
        var clock = new VirtualClock();
        using var log = new FileEventLog(_folder);
        using var store = new HeldStore();
        var publisher = new StatePublisher(clock);
        using var pipeline = new LivePipeline(
            _settings,
            log,
            store,
            publisher,
            new DeadLetterCounts(),
            clock,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<LivePipeline>.Instance);
        var reading = new Reading(pipeline, publisher, new RequestLimits(_settings, clock), clock);
        Assert.That(Trends().Age, Is.Zero, "before the first event");
        await log.AppendAsync([View(10), View(70), View(130), View(190)]);
        await pipeline.StartAsync(CancellationToken.None);
        await LiveProcess.Until(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            return Task.FromResult(publisher.Insights is not null);
        });
        Assert.That((await List()).GetProperty("stale").GetBoolean(), Is.False);

        var stopping = pipeline.StopAsync(CancellationToken.None);
        await store.IsSaving.WaitAsync(Patience);
        var made = publisher.State!.At;
        Assert.That((Trends().Stale, Insights().Stale), Is.EqualTo((false, false)));
        clock.Advance(TimeSpan.FromSeconds(3));

        var age = (clock.GetUtcNow() - made).TotalMilliseconds;
        Assert.That((Trends().Stale, Trends().Age), Is.EqualTo((true, age)));
        Assert.That(Insights().Stale, Is.True);
        Assert.That(Insights().Age, Is.GreaterThanOrEqualTo(3_000));
        Assert.That(Insights().Report.GetProperty("end").GetDateTimeOffset(), Is.EqualTo(Insights().AsOf));
        var list = await List();
        Assert.That(list.GetProperty("stale").GetBoolean(), Is.True);
        Assert.That(list.GetProperty("age").GetDouble(), Is.InRange(3_000, 29_999), "cached, and not too old to be");
        store.Release();
        await stopping;

        TrendAnswer Trends() => ((Ok<TrendAnswer>)reading.ReadTrends()).Value!;
        InsightAnswer Insights() => ((Ok<InsightAnswer>)reading.ReadInsights()).Value!;

        async Task<JsonElement> List()
        {
            var context = new DefaultHttpContext();
            using var body = new MemoryStream();
            context.Response.Body = body;
            await (await reading.RecommendForUser(context, "anna").WaitAsync(Patience)).ExecuteAsync(context);
            return JsonDocument.Parse(body.ToArray()).RootElement;
        }
    }

    private static ShopMessage View(int second) => new()
    {
        EventType = "view",
        EventTime = VirtualClock.Start.AddHours(-1).AddSeconds(second),
        UserId = "anna",
        ProductId = "mug",
    };
}
