using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using RxRecs.Live.Events;
using RxRecs.Live.Http;
using RxRecs.Live.Pipeline;
using RxRecs.Storage;
using RxRecs.Webhooks;

namespace RxRecs.Live;

/// <summary>Tests which list a request gets where the pipeline's thread has no time: it does not run here.</summary>
[TestFixture]
public sealed class ListCacheTests
{
    private static readonly Id Anna = "anna";
    private static readonly LiveSettings Settings = new() { MaxQuestions = 40, QuestionsAtOnce = 30 };
    private string _folder = null!;
    private LivePipeline _pipeline = null!;
    private Reading _reading = null!;
    private FileEventLog _log = null!;
    private VirtualClock _clock = null!;

    [SetUp]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;
        _log = new FileEventLog(_folder);
        _clock = new VirtualClock();
        var publisher = new StatePublisher(_clock);
        _pipeline = new LivePipeline(
            Settings,
            _log,
            new InMemoryResultStore(),
            publisher,
            new DeadLetterCounts(),
            _clock,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<LivePipeline>.Instance);
        _reading = new Reading(_pipeline, publisher, new RequestLimits(Settings, _clock), _clock);
    }

    [TearDown]
    public void Stop()
    {
        _pipeline.Dispose();
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Outdate_List_IsKeptAndSaysSo()
    {
        Put();

        _pipeline.Lists.Outdate(Anna);
        _pipeline.Lists.Outdate("nobody");

        Assert.That(_pipeline.Lists.Find(Anna)!.IsOutdated, Is.True);
        Assert.That(_pipeline.Lists.Find("nobody"), Is.Null);
    }

    [Test]
    public void Remove_OutdatedList_IsGone()
    {
        Put();
        _pipeline.Lists.Outdate(Anna);

        _pipeline.Lists.Remove(Anna);

        Assert.That(_pipeline.Lists.Find(Anna), Is.Null);
    }

    [Test]
    public void Change_OfAnItem_RemovesTheListsWithItAlone()
    {
        Put();
        _pipeline.Lists.Put("ben", List("pen"));
        _pipeline.Lists.Change("cup");
        Assert.That(_pipeline.Lists.Find(Anna), Is.Not.Null, "another item");

        _pipeline.Lists.Change("mug");

        Assert.That(_pipeline.Lists.Find(Anna), Is.Null);
        Assert.That(_pipeline.Lists.Find("ben"), Is.Not.Null);
        Put();
        _pipeline.Lists.Outdate(Anna);
        Assert.That(_pipeline.Lists.Find(Anna), Is.Not.Null, "made anew, and outdated");
        _pipeline.Lists.Change("pen");
        Assert.That(_pipeline.Lists.Find(Anna), Is.Null);
        Assert.That(_pipeline.Lists.Find("ben"), Is.Null);
    }

    [Test]
    public void ItemChanges_BeyondWhatIsKept_CountForWhateverIsOlder()
    {
        var changes = new ItemChanges(generationSize: 2);
        Id[] pen = ["pen"];
        changes.Add("mug");
        changes.Add("cup");
        var version = changes.Version;
        changes.Add("jug");
        Assert.That(changes.AreUnchanged(pen, 0), Is.True, "all are known");
        changes.Add("pot");
        changes.Add("pan");

        Assert.That(changes.AreUnchanged(pen, version), Is.True);
        Assert.That(changes.AreUnchanged(pen, version - 1), Is.False, "the first two are forgotten");
        Assert.That(changes.AreUnchanged(["jug"], version), Is.False);
        Assert.That(changes.AreUnchanged(["jug"], version + 1), Is.True);
    }

    [Test]
    public async Task Recommend_FreshList_IsGivenAtOnce()
    {
        Put();

        var answer = await Read(await _reading.RecommendForUser(new DefaultHttpContext(), "anna", count: 1));

        Assert.That(answer.GetProperty("stale").GetBoolean(), Is.False);
        Assert.That(answer.GetProperty("items").GetRawText(), Is.EqualTo(
            "[{\"item\":\"mug\",\"score\":0.5,\"reason\":\"seen\"}]"));
        Assert.That(answer.TryGetProperty("notice", out _), Is.False);
    }

    [Test]
    public async Task Recommend_OutdatedListAndManyQuestions_IsStale()
    {
        Put();
        _pipeline.Lists.Outdate(Anna);
        Assert.That(_reading.RecommendForUser(new DefaultHttpContext(), "anna").IsCompleted, Is.False, "it is asked");
        Fill(16);

        var answer = await Read(await _reading.RecommendForUser(new DefaultHttpContext(), "anna", count: 2));

        Assert.That(answer.GetProperty("stale").GetBoolean(), Is.True);
        Assert.That(answer.GetProperty("items").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Recommend_NoListAndAFullQueue_Is503()
    {
        Fill(Settings.MaxQuestions);
        var context = new DefaultHttpContext();

        var answer = await _reading.RecommendForUser(context, "anna");

        Assert.That((answer as ProblemHttpResult)?.StatusCode, Is.EqualTo(503));
        Assert.That(context.Response.Headers.RetryAfter.ToString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Recommend_QuestionsOfOneAddress_LeaveRoomForOthers()
    {
        for (var i = 0; i < Settings.QuestionsAtOnce; i++)
        {
            Assert.That(Ask("10.0.0.1").IsCompleted, Is.False);
        }

        var refused = await Ask("10.0.0.1");

        Assert.That((refused as ProblemHttpResult)?.StatusCode, Is.EqualTo(429));
        Assert.That(Ask("10.0.0.2").IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(Ask("10.0.0.1").IsCompleted, Is.False, "the places of those that were given up are free");

        Task<IResult> Ask(string address)
        {
            var context = new DefaultHttpContext();
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return _reading.RecommendForUser(context, "anna", why: true);
        }
    }

    [Test]
    public async Task Similar_NeighborsThatAreThere_AreGivenAtOnceFor2Seconds()
    {
        _pipeline.Neighbors.Put("mug", List("cup"));

        var answer = await Read(await _reading.FindSimilar(new DefaultHttpContext(), "mug"));
        Assert.That(answer.GetProperty("items")[0].GetProperty("item").GetString(), Is.EqualTo("cup"));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That(_reading.FindSimilar(new DefaultHttpContext(), "mug").IsCompleted, Is.False, "it is asked");
        Fill(4);
        answer = await Read(await _reading.FindSimilar(new DefaultHttpContext(), "mug"));
        Assert.That(answer.GetProperty("stale").GetBoolean(), Is.True);
        Assert.That(answer.GetProperty("age").GetDouble(), Is.EqualTo(2_000));
    }

    [Test]
    public async Task Recommend_PipelineThatDoesNotAnswer_Is503After10Seconds()
    {
        var context = new DefaultHttpContext();
        var answer = _reading.RecommendForUser(context, "anna");

        _clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.That(answer.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(((await answer) as ProblemHttpResult)?.StatusCode, Is.EqualTo(503));
        Assert.That(context.Response.Headers.RetryAfter.ToString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Recommend_PipelineHasEnded_Is503ForWhoWaitsAndWhoComes()
    {
        var waiting = _reading.RecommendForUser(new DefaultHttpContext(), "anna");
        await _pipeline.StartAsync(CancellationToken.None);
        await _pipeline.StopAsync(CancellationToken.None);
        Assert.That(_pipeline.TryAsk(machine => machine.Events, out _), Is.False);

        var answer = await _reading.RecommendForUser(new DefaultHttpContext(), "ben");

        Assert.That((answer as ProblemHttpResult)?.StatusCode, Is.EqualTo(503));
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [TestCase("/recommendations/anna", "", 2)]
    [TestCase("/recommendations/anna", "?count=1", 1)]
    [TestCase("/recommendations/anna", "?count=20", 2)]
    public async Task CachedLists_ListThatIsThere_IsAnsweredAtOnceWithItsRoute(string path, string query, int items)
    {
        Put();
        var (context, isPassedOn) = await Ask("GET", path, query);

        Assert.That(isPassedOn, Is.False);
        var answer = JsonDocument.Parse(((MemoryStream)context.Response.Body).ToArray()).RootElement;
        Assert.That(answer.GetProperty("items").GetArrayLength(), Is.EqualTo(items));
        Assert.That(
            context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route,
            Is.EqualTo("/recommendations/{user}"));
    }

    [TestCase("GET", "/recommendations/ben", "")]
    [TestCase("HEAD", "/recommendations/anna", "")]
    [TestCase("POST", "/recommendations/anna", "")]
    [TestCase("GET", "/recommendations/", "")]
    [TestCase("GET", "/recommendations/anna/more", "")]
    [TestCase("GET", "/similar/anna", "")]
    [TestCase("GET", "/recommendations/anna", "?count=0")]
    [TestCase("GET", "/recommendations/anna", "?count=21")]
    [TestCase("GET", "/recommendations/anna", "?count=-1")]
    [TestCase("GET", "/recommendations/anna", "?count=1&why=true")]
    [TestCase("GET", "/recommendations/anna", "?why=true")]
    public async Task CachedLists_WhateverElse_GoesOnToTheEndpoints(string method, string path, string query)
    {
        Put();

        Assert.That((await Ask(method, path, query)).IsPassedOn, Is.True);
    }

    [Test]
    public async Task CachedLists_OutdatedList_IsAskedForAnew()
    {
        Put();
        _pipeline.Lists.Outdate(Anna);

        Assert.That((await Ask("GET", "/recommendations/anna", "")).IsPassedOn, Is.True);
    }

    private async Task<(HttpContext Context, bool IsPassedOn)> Ask(string method, string path, string query)
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.Path) = (method, path);
        context.Request.QueryString = new(query);
        context.Response.Body = new MemoryStream();
        var isPassedOn = false;
        await new CachedLists(_reading).Invoke(context, _ =>
        {
            isPassedOn = true;
            return Task.CompletedTask;
        });
        return (context, isPassedOn);
    }

    private void Put() => _pipeline.Lists.Put(Anna, List("mug", "pen"));

    private ListContent List(params Id[] items) => new(
        [.. items.Select((item, place) => new ListItem(item, .5 / (1 + place), "seen"))],
        null,
        _clock.GetUtcNow(),
        _clock.GetUtcNow(),
        true);

    private void Fill(int questions)
    {
        for (var i = 0; i < questions; i++)
        {
            _pipeline.TryAsk(machine => machine.Events, out _);
        }
    }

    private static async Task<JsonElement> Read(IResult answer)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await answer.ExecuteAsync(context);
        Assert.That(context.Response.ContentLength, Is.EqualTo(body.Length));
        return JsonDocument.Parse(body.ToArray()).RootElement;
    }
}
