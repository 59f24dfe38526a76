using System.Text;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>Tests of what a shop reads, and of what a crash, a full disk or a wrong hand may leave.</summary>
public sealed class SqliteResultStoreTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TemporaryFolder _folder = null!;
    private string _path = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        _path = _folder.File("results.db");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Results_ReadWithSql_AreTextAndJson()
    {
        using var store = new SqliteResultStore(_path);
        store.Save("lists", [Row("42", 1, "{\"items\":[{\"product_id\":7}]}"), Row("43", 2, "{\"items\":[]}")]);

        Assert.That(
            Database.Rows(_path, "SELECT name, key, number, time, value FROM results ORDER BY key"),
            Is.EqualTo([
                "lists|42|1|2020-01-01T00:00:00.0000001Z|{\"items\":[{\"product_id\":7}]}",
                "lists|43|2|2020-01-01T00:00:00.0000002Z|{\"items\":[]}"]));
        Assert.That(
            Database.Rows(
                _path,
                "SELECT value->>'$.items[0].product_id', datetime(time) FROM results WHERE name='lists' AND key='42'"),
            Is.EqualTo(["7|2020-01-01 00:00:00"]));
    }

    [Test]
    public void Open_NewFile_IsInWriteAheadMode()
    {
        using var store = new SqliteResultStore(_path);
        Assert.That(Database.Rows(_path, "PRAGMA journal_mode"), Is.EqualTo(["wal"]));
    }

    [Test]
    public void Open_FolderIsMissing_MakesIt()
    {
        var path = Path.Combine(_folder.Path, "a", "b", "results.db");
        using var store = new SqliteResultStore(path);
        Assert.That((File.Exists(path), store.Path), Is.EqualTo((true, path)));
    }

    [Test]
    public void Open_NewerVersion_SaysSoAndChangesNothing()
    {
        Saved();
        Database.Execute(_path, "PRAGMA user_version=2");
        Assert.That(
            () => new SqliteResultStore(_path),
            Throws.TypeOf<IOException>().With.Message.Contains("version 2; this program reads version 1"));
        Assert.That(Database.Rows(_path, "PRAGMA user_version"), Is.EqualTo(["2"]));
    }

    [Test]
    public void Open_DatabaseOfAnotherProgram_IsLeftAlone()
    {
        Database.Execute(_path, "CREATE TABLE orders (id INTEGER)");
        Assert.That(
            () => new SqliteResultStore(_path),
            Throws.TypeOf<IOException>().With.Message.Contains("Give it a file of its own"));
        Assert.That(Database.Rows(_path, "SELECT name FROM sqlite_schema"), Is.EqualTo(["orders"]));
    }

    [Test]
    public void Open_EventLog_IsRefused()
    {
        SqliteEventLog.OfInteractions(_path).Dispose();
        Assert.That(() => new SqliteResultStore(_path), Throws.TypeOf<IOException>());
    }

    [Test]
    public void Open_NoDatabase_SaysThatItIsDamaged()
    {
        File.WriteAllText(_path, new string('x', 10_000));
        Assert.That(
            () => new SqliteResultStore(_path),
            Throws.TypeOf<IOException>().With.Message.Contains("it is damaged, or no SQLite database"));
        Assert.That(File.ReadAllText(_path), Has.Length.EqualTo(10_000));
    }

    [Test]
    public void Open_PathIsAFolder_SaysWhatToDo() => Assert.That(
        () => new SqliteResultStore(_folder.Path),
        Throws.TypeOf<IOException>().With.Message.Contains("it cannot be opened"));

    [TestCase(8, "Give this process the right")]
    [TestCase(13, "Make room")]
    [TestCase(0x30A, "Look at the disk")]
    [TestCase(5, "One process at a time")]
    [TestCase(11, "Put back a copy")]
    public void Problem_EveryCode_SaysWhatToDo(int code, string advice) =>
        Assert.That(SqliteProblem.Of("/data/results.db", code, "words of SQLite").Message, Does
            .StartWith("/data/results.db: ")
            .And.Contain(advice).And.EndWith($"(SQLite: words of SQLite, code {code})"));

    [Test]
    public void Save_DiskIsFull_KeepsNothingOfItAndGoesOnLater()
    {
        using var file = new SqliteFile(_path, ResultSchema.Schema, false, TimeSpan.Zero);
        var writer = new ResultWriter(file);
        writer.Save("lists", [Row("a", 1)], new StoredSnapshot(1, new byte[] { 1 }));
        file.Number($"PRAGMA max_page_count={file.Number("PRAGMA page_count") + 3}");

        var large = Encoding.UTF8.GetBytes(new string('x', 100_000));
        Assert.That(
            () => writer.Save("lists", [Row("a", 2), Row("b", 3, large)], new StoredSnapshot(2, new byte[] { 2 })),
            Throws.TypeOf<IOException>().With.Message.Contains("the disk is full, and nothing of this save was kept"));

        using var store = new SqliteResultStore(_path);
        Assert.That(store.ReadResults("lists"), Is.EqualTo([Row("a", 1)]));
        Assert.That(store.Load("lists").Single().Position, Is.EqualTo(1));
        file.Number("PRAGMA max_page_count=1000000");
        writer.Save("lists", [Row("a", 2), Row("b", 3, large)], new StoredSnapshot(2, new byte[] { 2 }));
        Assert.That(store.LastNumber("lists"), Is.EqualTo(3));
    }

    [Test]
    public void Save_AnotherWrites_WaitsForTheTimeout()
    {
        using var store = new SqliteResultStore(_path, new() { BusyTimeout = TimeSpan.Zero });
        store.Save("lists", [Row("a", 1)]);
        using var other = new SqliteFile(_path, ResultSchema.Schema, false, TimeSpan.Zero);
        other.Execute("BEGIN IMMEDIATE");
        Assert.That(
            () => store.Save("lists", [Row("a", 2)]),
            Throws.TypeOf<IOException>().With.Message.Contains("another process writes to it"));
        Assert.That(store.Find("lists", "a"), Is.EqualTo(Row("a", 1)), "Readers do not wait.");
        other.Execute("COMMIT");
        store.Save("lists", [Row("a", 2)]);
        Assert.That(store.Find("lists", "a"), Is.EqualTo(Row("a", 2)));
    }

    [Test]
    public void Load_NewestDamaged_GoesBackAndSaysSo()
    {
        Saved();
        Database.Execute(_path, "UPDATE checkpoints SET content=x'00' WHERE position=20");
        using var store = new SqliteResultStore(_path);
        var loaded = store.Load("lists");
        Assert.That(loaded.Select(each => each.Position), Is.EqualTo([10L]));
        Assert.That(loaded.Damaged.Single(), Does.StartWith(_path).And.Contain("checksum"));

        store.Save("lists", 11, [3]);
        Assert.That(
            store.Load("lists").Select(each => each.Position), Is.EqualTo([11L, 10L]), "The whole one is kept.");
    }

    [TestCase("position=position+100")]
    [TestCase("name='other'")]
    public void Load_AllChanged_IsAnError(string change)
    {
        Saved();
        Database.Execute(_path, $"UPDATE checkpoints SET {change}");
        using var store = new SqliteResultStore(_path);
        Assert.That(
            () => store.Load(change.StartsWith("name", StringComparison.Ordinal) ? "other" : "lists"),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("Delete them to begin anew"));
    }

    [Test]
    public void File_DamagedPages_IsToldOnUse()
    {
        using (var store = new SqliteResultStore(_path))
        {
            store.Save("lists", [.. Enumerable.Range(1, 5_000).Select(i => Row($"{i}", i))]);
        }

        var bytes = File.ReadAllBytes(_path);
        bytes.AsSpan(4_096).Fill(0xA5);
        File.WriteAllBytes(_path, bytes);
        Assert.That(
            () =>
            {
                using var store = new SqliteResultStore(_path);
                return store.ReadResults("lists").Count();
            },
            Throws.TypeOf<IOException>().With.Message.Contains("damaged"));
    }

    [Test]
    public void Save_HalfASurrogatePair_IsRefused()
    {
        using var store = new SqliteResultStore(_path);
        Assert.That(() => store.Save("\uD800", 1, []), Throws.InstanceOf<ArgumentException>());
        store.Save("fine", 1, []);
        Assert.That(store.Names(), Is.EqualTo(["fine"]));
    }

    [Test]
    public void Dispose_ThenUse_SaysSo()
    {
        var store = new SqliteResultStore(_path);
        store.Dispose();
        store.Dispose();
        Assert.That(() => store.LastNumber("lists"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => store.Save("lists", 1, []), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Save_AnotherHasTakenOver_IsRefusedUntilItHasLoaded()
    {
        using var first = new SqliteResultStore(_path);
        using var second = new SqliteResultStore(_path);
        first.Save("lists", [Row("a", 1)]);
        second.Save("lists", [Row("a", 1), Row("b", 2)]);
        Assert.That(
            () => first.Save("lists", [Row("c", 3)], new StoredSnapshot(9, new byte[] { 9 })),
            Throws.TypeOf<IOException>().With.Message.Contains("another process has saved 'lists'"));
        Assert.That(
            () => first.Save("lists", [], new StoredSnapshot(9, new byte[] { 9 })), Throws.TypeOf<IOException>());
        first.Save("others", [Row("a", 1)]);
        Assert.That(second.ReadResults("lists").Select(each => each.Key), Is.EqualTo(["a", "b"]));
        Assert.That(second.Load("lists"), Is.Empty);

        first.Load("lists");
        first.Save("lists", [Row("c", 3)]);
        Assert.That(() => second.Save("lists", [Row("d", 4)]), Throws.Nothing, "It has loaded since it saved.");
        Assert.That(() => first.Save("lists", [Row("e", 5)]), Throws.TypeOf<IOException>());
    }

    [Test]
    public void Save_AnotherHasDeletedTheName_IsRefused()
    {
        using var first = new SqliteResultStore(_path);
        using var second = new SqliteResultStore(_path);
        first.Save("lists", [Row("a", 1)]);
        second.Delete("lists");
        Assert.That(() => first.Save("lists", [Row("b", 2)]), Throws.TypeOf<IOException>());
        Assert.That(second.Names(), Is.Empty);
    }

    [Test]
    public void Save_TwoStoresAtOnce_KeepsAll()
    {
        using var one = new SqliteResultStore(_path);
        using var other = new SqliteResultStore(_path);
        Parallel.For(0, 2, each =>
        {
            for (var i = 1; i <= 100; i++)
            {
                (each == 0 ? one : other).Save(
                    $"pipeline {each}", [Row("a", i)], new StoredSnapshot(i, new byte[] { 1 }));
            }
        });
        Assert.That((one.LastNumber("pipeline 0"), one.LastNumber("pipeline 1")), Is.EqualTo((100L, 100L)));
    }

    [Test]
    public void Save_ThousandResults_AllocatesNothingPerResult()
    {
        using var store = new SqliteResultStore(_path);
        var next = 1L;
        long Save(int count)
        {
            var rows = Enumerable.Range(0, count).Select(i => Row($"{i % 50}", next++)).ToArray();
            var before = GC.GetAllocatedBytesForCurrentThread();
            store.Save("lists", rows);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Save(2_000);
        Assert.That(Save(2_000) - Save(1_000), Is.Zero);
    }

    private static StoredResult Row(string key, long number, string value = "{}") =>
        Row(key, number, Encoding.UTF8.GetBytes(value));

    private static StoredResult Row(string key, long number, byte[] value) =>
        new(key, number, Start.AddTicks(number), value);

    private void Saved()
    {
        using var store = new SqliteResultStore(_path);
        store.Save("lists", 10, [1]);
        store.Save("lists", 20, [2]);
    }
}
