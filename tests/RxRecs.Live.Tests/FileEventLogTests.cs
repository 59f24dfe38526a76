using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.Sqlite;

namespace RxRecs.Live;

/// <summary>Tests what the log in a file keeps.</summary>
[TestFixture]
public sealed class FileEventLogTests
{
    private const int Kept = 100;
    private string _folder = null!;

    [SetUp]
    public void Start() => _folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;

    [TearDown]
    public void Stop() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task DeleteBefore_APosition_IsDoneWhenItReturns()
    {
        using var log = new FileEventLog(_folder);
        await log.AppendAsync(Messages(25_000));

        log.DeleteBefore(24_999);

        Assert.That(log.FirstPosition, Is.EqualTo(24_999));
        Assert.That(Bounds(), Is.EqualTo((24_999, 25_000)));
    }

    [Test]
    public async Task Trim_MoreThanIsKept_GoesPieceByPieceUpToTheCheckpoint()
    {
        using var log = new FileEventLog(_folder, Kept);
        await log.AppendAsync(Messages(Kept));
        Assert.That(log.IsTooLong, Is.False);
        await log.AppendAsync(Messages(25_000));
        Assert.That(log.IsTooLong, Is.True);

        log.Trim(15_000);
        await log.AppendAsync(Messages(1));
        Assert.That(log.FirstPosition, Is.EqualTo(10_000));
        await log.AppendAsync(Messages(1));
        await log.AppendAsync(Messages(1));

        Assert.That(Bounds(), Is.EqualTo((15_000, Kept + 25_003)));
        log.Trim(long.MaxValue);
        await log.AppendAsync(Messages(1));
        Assert.That(log.FirstPosition, Is.EqualTo(25_000), "a piece more");
        await log.AppendAsync(Messages(1));
        Assert.That(log.FirstPosition, Is.EqualTo(25_003), "the newest stay");
    }

    [Test]
    public async Task Start_OverALog_GoesOnBehindIt()
    {
        using (var before = new FileEventLog(_folder))
        {
            await before.AppendAsync(Messages(3));
            before.DeleteBefore(1);
        }

        using var log = new FileEventLog(_folder);

        Assert.That((log.FirstPosition, log.CaughtUpAt), Is.EqualTo((1, 3)));
        Assert.That(await log.AppendAsync(Messages(1)), Is.EqualTo(3));
    }

    private static ShopMessage[] Messages(int count) =>
        [.. Enumerable.Repeat(new ShopMessage { EventType = "view", ProductId = 7 }, count)];

    private (long First, long Next) Bounds()
    {
        using var log = new SqliteEventLog<ShopMessage>(
            Path.Combine(_folder, FileEventLog.FileName), ShopMessageFormat.Write, ShopMessageFormat.Read);
        return (log.FirstPosition, log.NextPosition);
    }
}
