using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;
using RxRecs.Machines;
using RxRecs.Storage;

namespace RxRecs.Live;

/// <summary>Tests that questions are answered while a state is saved, and that neither changes the other.</summary>
[TestFixture]
public sealed class SaveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private string _folder = null!;

    [SetUp]
    public void Start() => _folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;

    [TearDown]
    public void Stop() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Question_WhileTheStateIsSaved_IsAnswered()
    {
        using var log = new FileEventLog(_folder);
        using var store = new HeldStore();
        using var pipeline = new LivePipeline(
            new LiveSettings(),
            log,
            store,
            new StatePublisher(TimeProvider.System),
            new DeadLetterCounts(),
            TimeProvider.System,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<LivePipeline>.Instance);
        await pipeline.StartAsync(CancellationToken.None);
        await log.AppendAsync([Event(1, 2, 3)]);
        await LiveProcess.Until(async () => await Events() == 1);
        var stopping = pipeline.StopAsync(CancellationToken.None);
        await store.IsSaving.WaitAsync(Patience);

        var known = await Events();
        store.Release();
        await stopping;

        Assert.That(known, Is.EqualTo(1));
        Assert.That(store.Load("carts"), Has.Count.EqualTo(1));

        Task<long> Events()
        {
            Assert.That(pipeline.TryAsk(machine => machine.Events, out var events), Is.True);
            return events.WaitAsync(Patience);
        }
    }

    [Test]
    public void Snapshot_WhileListsAreAsked_ChangesNeither()
    {
        using var machine = new LiveMachine();
        var output = new Output<CartRow>();
        var random = new Random(23);
        for (var i = 0; i < 3_000; i++)
        {
            machine.OnEvent(LogRecord.Of(Event(i, random.Next(40), random.Next(100))), output);
        }

        var (state, lists) = (Save(machine), Lists(machine));
        var asked = 0;
        var written = Save(machine, () =>
        {
            asked++;
            Assert.That(Lists(machine), Is.EqualTo(lists));
        });

        Assert.That(written.AsSpan().SequenceEqual(state), Is.True);
        Assert.That(asked, Is.GreaterThan(10));
    }

    private static byte[] Save(LiveMachine machine, Action? onProgress = null)
    {
        var writer = new SnapshotWriter(ShopEvent.Codecs) { OnProgress = onProgress };
        machine.Snapshot(writer);
        return writer.Written.ToArray();
    }

    private static string[] Lists(LiveMachine machine)
    {
        var list = new List<Recommendation<Id>>();
        return
        [
            .. Enumerable.Range(0, 40).Select(user =>
            {
                machine.Recommender.Recommend(new(User(user), 20), list);
                return string.Join(' ', list.Select(each => $"{each.Item}={each.Score:r}"));
            }),
        ];
    }

    private static ShopMessage Event(int number, int user, int item) => new()
    {
        EventType = (number % 10) switch { 1 => "cart", 2 => "purchase", 3 => "remove_from_cart", _ => "view" },
        EventTime = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number),
        UserId = User(user),
        ProductId = Id.Parse($"{100_000 + item}"),
        UserSession = $"{user}-{number / 500}",
    };

    private static Id User(int user) => Id.Parse($"user-{user}");
}
