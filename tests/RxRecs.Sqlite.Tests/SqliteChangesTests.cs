using System.Collections.Concurrent;
using System.Data.Common;
using System.Reactive.Linq;

namespace RxRecs.Sqlite;

/// <summary>Changes of a table are seen, once and in order.</summary>
public sealed class SqliteChangesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);
    private TemporaryFolder _folder = null!;

    private string Shop => _folder.File("shop.db");

    [SetUp]
    public void MakeTable()
    {
        _folder = new TemporaryFolder();
        Execute("CREATE TABLE products (id TEXT PRIMARY KEY, price INTEGER NOT NULL)");
        Execute("INSERT INTO products VALUES ('a', 1), ('b', 2)");
        Execute(TriggersOfTheGuide());
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task FromTable_RowsThatAreThere_ComeWithinSubscribe()
    {
        var seen = new BlockingCollection<string>();
        using (Changes(new() { Table = "products", PollInterval = Never }).Subscribe(seen.Add))
        {
            Assert.That(seen, Is.EqualTo(["a=1", "b=2"]));
        }

        Assert.That(
            await Changes(new() { Table = "products", IsLoadedFirst = false }).Take(2).ToList(),
            Is.EqualTo(["a=1", "b=2"]));
    }

    [Test]
    public void FromTable_StartAfterAVersion_LeavesOutWhatWasBefore()
    {
        Execute("UPDATE products SET price = 3 WHERE id = 'a'");
        var version = long.Parse(Database.Rows(Shop, "SELECT max(version) FROM products").Single(), null);
        Execute("UPDATE products SET price = 4 WHERE id = 'b'");
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "products", StartAfter = version, PollInterval = Never })
            .Subscribe(seen.Add);
        Assert.That(seen, Is.EqualTo(["b=4"]));
    }

    [Test]
    public void FromTable_RowsChange_AreSeenInOrderAndOnce()
    {
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "products", PollInterval = Soon }).Subscribe(seen.Add);
        Execute("UPDATE products SET price = 3 WHERE id = 'a'");
        Assert.That(Next(seen, 3), Is.EqualTo(["a=1", "b=2", "a=3"]));
        Execute(
            "BEGIN; INSERT INTO products (id, price) VALUES ('c', 4);"
            + " UPDATE products SET price = 5 WHERE id = 'b'; COMMIT");
        Assert.That(Next(seen, 2), Is.EqualTo(["c=4", "b=5"]));
        Execute(
            "INSERT INTO products (id, price) VALUES ('a', 6)"
            + " ON CONFLICT (id) DO UPDATE SET price = excluded.price");
        Assert.That(Next(seen, 1), Is.EqualTo(["a=6"]));
        Execute("INSERT OR REPLACE INTO products (id, price) VALUES ('b', 7)");
        Assert.That(Next(seen, 1), Is.EqualTo(["b=7"]));
        Assert.That(seen, Is.Empty);
    }

    [Test]
    public void FromTable_NewestRowIsDeleted_TheNextChangeIsStillSeen()
    {
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "products", PollInterval = Soon }).Subscribe(seen.Add);
        Execute("INSERT INTO products (id, price) VALUES ('c', 3)");
        Assert.That(Next(seen, 3)[2], Is.EqualTo("c=3"));
        Execute("DELETE FROM products WHERE id = 'c'");
        Execute("INSERT INTO products (id, price) VALUES ('d', 4)");
        Assert.That(Next(seen, 1), Is.EqualTo(["d=4"]));
    }

    [TestCase("WAL")]
    [TestCase("DELETE")]
    public async Task FromTable_ManyWriteAtOnce_NoChangeIsLost(string journal)
    {
        const int Writers = 4;
        const int Rows = 25;
        Execute($"PRAGMA journal_mode={journal}");
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "products", PollInterval = Soon, BatchSize = 3 })
            .Subscribe(seen.Add);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < Rows; i++)
            {
                Execute($"INSERT INTO products (id, price) VALUES ('{writer}-{i}', {i})");
            }
        })));
        var expected = Enumerable.Range(0, Writers)
            .SelectMany(writer => Enumerable.Range(0, Rows).Select(i => $"{writer}-{i}={i}"));
        Assert.That(Next(seen, 2 + (Writers * Rows))[2..], Is.EquivalentTo(expected));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1_000)]
    [TestCase(10_000)]
    public void FromTable_ManyRowsOfOneVersion_AllCome(int batch)
    {
        Execute("CREATE TABLE old (id TEXT, price INTEGER, version INTEGER)");
        Execute(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
            + " INSERT INTO old SELECT i, i, i / 100 FROM n");
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "old", BatchSize = batch, PollInterval = Never })
            .Subscribe(seen.Add);
        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 1_000).Select(i => $"{i}={i}")));
    }

    [Test]
    public void FromTable_ObserverIsSlow_ReadsOneBatchAhead()
    {
        Execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
            + " INSERT INTO products (id, price) SELECT i, i FROM n");
        Execute("UPDATE products SET price = price + 1"); // each row a version of its own
        var (read, delivered, ahead) = (0, 0, 0);
        var options = new SqliteChangesOptions { Table = "products", BatchSize = 10, PollInterval = Never };
        using var following = SqliteChanges.FromTable(Shop, Read, options).Subscribe(_ =>
        {
            delivered++;
            ahead = Math.Max(ahead, read - delivered);
        });
        Assert.That((delivered, ahead), Is.EqualTo((102, 9)));

        int Read(DbDataReader row) => read++;
    }

    [Test]
    public async Task Dispose_WithinADelivery_DeliversNoMore()
    {
        var (seen, isDone) = (0, new TaskCompletionSource());
        IDisposable? following = null;
        following = Changes(new() { Table = "products", IsLoadedFirst = false, BatchSize = 1, PollInterval = Soon })
            .Subscribe(_ =>
            {
                seen++;
                SpinWait.SpinUntil(() => following is not null);
                following!.Dispose();
                isDone.SetResult();
            });
        await isDone.Task.WaitAsync(Patience);
        Assert.That(seen, Is.EqualTo(1));
    }

    [TestCase("nothing", "version", "has no table nothing")]
    [TestCase("products", "changed", "has no column changed")]
    [TestCase("products", "id", "holds 'a'. A version is a whole number")]
    [TestCase("products; DROP TABLE products", "version", "has no table products; DROP")]
    [TestCase("products\"", "version", "has no table products\"")]
    public void FromTable_NoSuchTableOrColumn_IsTold(string table, string column, string message) => Assert.That(
        async () => await Changes(new() { Table = table, VersionColumn = column }).FirstAsync(),
        Throws.TypeOf<IOException>().With.Message.Contains(message));

    [Test]
    public void FromTable_NameThatNeedsQuotes_IsFound()
    {
        Execute("CREATE TABLE \"my \"\"table\" (id TEXT, price INTEGER, \"a version\" INTEGER)");
        Execute("INSERT INTO \"my \"\"table\" VALUES ('a', 1, 1)");
        var seen = new BlockingCollection<string>();
        using var following = Changes(new()
        {
            Table = "my \"table",
            VersionColumn = "a version",
            PollInterval = Never,
        }).Subscribe(seen.Add);
        Assert.That(seen, Is.EqualTo(["a=1"]));
    }

    [Test]
    public void FromTable_FileNotThereOrNoDatabase_IsToldAndLeftAlone()
    {
        var missing = _folder.File("none.db");
        Assert.That(
            async () => await OfFile(missing).FirstAsync(),
            Throws.TypeOf<IOException>().With.Message.EqualTo($"{missing}: there is no such file."));
        Assert.That(File.Exists(missing), Is.False);
        var text = _folder.File("text.db");
        File.WriteAllText(text, new string('x', 5_000));
        Assert.That(
            async () => await OfFile(text).FirstAsync(),
            Throws.TypeOf<IOException>().With.Message.Contains("no SQLite database"));
    }

    [Test]
    public void FromTable_ReaderThrows_IsAnError() => Assert.That(
        async () => await SqliteChanges.FromTable<int>(
            Shop, _ => throw new InvalidOperationException("mine"), new() { Table = "products" }).FirstAsync(),
        Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("mine"));

    [Test]
    public void FromTable_ObserverThrowsWithinSubscribe_ThrowsToTheCaller() => Assert.That(
        () => Changes(new() { Table = "products" }).Subscribe(_ => throw new InvalidOperationException("mine")),
        Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("mine"));

    private static string TriggersOfTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "results.md"));
        var start = guide.IndexOf("CREATE TABLE products_version", StringComparison.Ordinal);
        return guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static List<string> Next(BlockingCollection<string> seen, int count)
    {
        var next = new List<string>();
        while (next.Count < count && seen.TryTake(out var change, Patience))
        {
            next.Add(change);
        }

        return next;
    }

    private static IObservable<long> OfFile(string path) =>
        SqliteChanges.FromTable(path, row => row.GetInt64(0), new() { Table = "products" });

    private IObservable<string> Changes(SqliteChangesOptions options) => SqliteChanges.FromTable(
        Shop,
        row => $"{row.GetString(row.GetOrdinal("id"))}={row.GetInt32(row.GetOrdinal("price"))}",
        options);

    private void Execute(string sql) => Database.Execute(Shop, sql);
}
