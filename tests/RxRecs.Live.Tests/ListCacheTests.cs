using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using RxRecs.Live.Events;
using RxRecs.Live.Http;
using RxRecs.Live.Pipeline;
using RxRecs.Storage;

namespace RxRecs.Live;

/// <summary>Tests which list a request gets where the pipeline's thread has no time: it does not run here.</summary>
[TestFixture]
public sealed class ListCacheTests
{
    private static readonly Id Anna = "anna";
    private static readonly LiveSettings Settings = new() { MaxQuestions = 40 };
    private string _folder = null!;
    private LivePipeline _pipeline = null!;
    private Reading _reading = null!;
    private FileEventLog _log = null!;

    [SetUp]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;
        _log = new FileEventLog(_folder);
        var publisher = new StatePublisher(TimeProvider.System);
        _pipeline = new LivePipeline(
            Settings,
            _log,
            new InMemoryResultStore(),
            publisher,
            new DeadLetterCounts(),
            TimeProvider.System,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<LivePipeline>.Instance);
        _reading = new Reading(_pipeline, publisher, TimeProvider.System);
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
        ListItem[] pen = [new("pen", 1, "seen")];
        changes.Add("mug");
        changes.Add("cup");
        var version = changes.Version;
        changes.Add("jug");
        Assert.That(changes.AreUnchanged(pen, 0), Is.True, "all are known");
        changes.Add("pot");
        changes.Add("pan");

        Assert.That(changes.AreUnchanged(pen, version), Is.True);
        Assert.That(changes.AreUnchanged(pen, version - 1), Is.False, "the first two are forgotten");
        Assert.That(changes.AreUnchanged([new("jug", 1, "seen")], version), Is.False);
        Assert.That(changes.AreUnchanged([new("jug", 1, "seen")], version + 1), Is.True);
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

    private void Put() => _pipeline.Lists.Put(Anna, List("mug", "pen"));

    private static CachedList List(params Id[] items) => new(
        [.. items.Select((item, place) => new ListItem(item, .5 / (1 + place), "seen"))],
        null,
        DateTimeOffset.UtcNow,
        DateTimeOffset.UtcNow,
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
