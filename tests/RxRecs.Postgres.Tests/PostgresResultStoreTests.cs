using System.Text;
using Npgsql;
using RxRecs.Postgres.Cluster;
using RxRecs.Storage;

namespace RxRecs.Postgres;

/// <summary>Tests of what a shop reads, who may open a store, and who may save.</summary>
public sealed class PostgresResultStoreTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _schema = SharedServer.NewSchema();

    private static PostgresCluster Server => SharedServer.Get();

    private string Quoted => Identifier.Quote(_schema);

    [SetUp]
    public void MakeSchema() => Server.Execute($"DROP SCHEMA IF EXISTS {Quoted} CASCADE");

    [Test]
    public void Results_ReadWithSql_AreTextAndJson()
    {
        using var store = Open();
        store.Save("lists", [Row("42", 1, "{\"items\":[{\"product_id\":7}]}"), Row("43", 2, "{\"items\":[]}")]);
        Assert.That(
            Server.Rows(
                $"""
                SELECT name, key, number, time AT TIME ZONE 'UTC' = '2020-01-01', value,
                    value::json -> 'items' -> 0 ->> 'product_id' FROM {Quoted}.results ORDER BY key
                """),
            Is.EqualTo([
                "lists|42|1|True|{\"items\":[{\"product_id\":7}]}|7",
                "lists|43|2|True|{\"items\":[]}|"]));
    }

    [Test]
    public void Open_ManyAtOnceInANewDatabase_MakeTheTablesOnce()
    {
        Parallel.For(0, 4, _ => Open().Dispose());
        Assert.That(Server.Rows($"SELECT version FROM {Quoted}.schema_versions"), Is.EqualTo(["1"]));
    }

    [Test]
    public void Prepare_OlderVersion_AppliesWhatIsMissingOnce()
    {
        using (var store = Open())
        {
            store.Save("lists", [Row("a", 1)]);
        }

        var next = new StoreSchema(_schema, [.. StoreSchema.Scripts, "ALTER TABLE results ADD COLUMN more integer"]);
        for (var i = 0; i < 2; i++)
        {
            using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(Server.ConnectionString) { SearchPath = Quoted }.ToString());
            connection.Open();
            next.Prepare(connection, "here");
        }

        Assert.That(
            Server.Rows($"SELECT version FROM {Quoted}.schema_versions ORDER BY version"), Is.EqualTo(["1", "2"]));
        Assert.That(Server.Rows($"SELECT key, more FROM {Quoted}.results"), Is.EqualTo(["a|"]));
        Assert.That(
            () => Open(),
            Throws.TypeOf<IOException>().With.Message.Contains("version 2; this program reads version 1"));
    }

    [Test]
    public void Open_SchemaOfAnotherProgram_IsLeftAlone()
    {
        Server.Execute($"CREATE SCHEMA {Quoted}; CREATE TABLE {Quoted}.results (mine integer)");
        Assert.That(
            () => Open(), Throws.TypeOf<IOException>().With.Message.Contains("Give the store a schema of its own"));
        Assert.That(
            Server.Rows($"SELECT relname FROM pg_class WHERE relnamespace = '{Quoted}'::regnamespace"),
            Is.EqualTo(["results"]));
    }

    [Test]
    public void Open_UserWhoMayOnlyRead_Reads()
    {
        using (var store = Open())
        {
            store.Save("lists", [Row("a", 1)]);
        }

        Server.Execute(
            $"""
            GRANT USAGE ON SCHEMA {Quoted} TO {PostgresCluster.Guarded};
            GRANT SELECT ON ALL TABLES IN SCHEMA {Quoted} TO {PostgresCluster.Guarded}
            """);
        using var reader = new PostgresResultStore(Guarded(PostgresCluster.Password), Options());
        Assert.That(reader.Find("lists", "a"), Is.EqualTo(Row("a", 1)));
        Assert.That(
            () => reader.Save("lists", [Row("a", 2)]),
            Throws.TypeOf<IOException>().With.Message.Contains("may not do that"));
    }

    [Test]
    public void Open_UserWhoMayMakeNothing_IsToldWhatIsNeeded() => Assert.That(
        () => new PostgresResultStore(Guarded(PostgresCluster.Password), Options()),
        Throws.TypeOf<IOException>().With.Message.Contains("right to make its schema"));

    [Test]
    public void Open_WrongPassword_IsToldWithoutIt()
    {
        var error = Assert.Throws<IOException>(() => new PostgresResultStore(Guarded("wr0ng-word"), Options()));
        Assert.That(
            error!.ToString(),
            Does.Contain($"127.0.0.1:{Server.Port}/postgres: ").And.Contain("does not let this user in")
                .And.Not.Contain("wr0ng"));
    }

    [TestCase("postgres://me:s3cret@host/db")]
    [TestCase("Host=h;Password=one;s3cret=two")]
    [TestCase("Host=h;Port=s3cret")]
    [TestCase("Password=s3cret")]
    [TestCase("Host=h;Port=99999;Password=s3cret")]
    [TestCase("Host=h;Port=0;Password=s3cret")]
    public void Open_ConnectionStringThatCannotBeRead_IsNotShown(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => new PostgresResultStore(text));
        Assert.That(error!.ToString(), Does.Contain("connection string cannot be read").And.Not.Contain("s3cret"));
    }

    [Test]
    public void Open_NoSuchDatabase_SaysSoAtOnce() => Assert.That(
        () => new PostgresResultStore($"{Server.ConnectionString};Database=nothing", Options()),
        Throws.TypeOf<IOException>().With.Message.Contains("no such database"));

    [Test]
    public void Save_AnotherHasTakenOver_IsRefusedUntilItHasLoaded()
    {
        using var first = Open();
        using var second = Open();
        first.Save("lists", [Row("a", 1)]);
        second.Save("lists", [Row("a", 1), Row("b", 2)]);
        Assert.That(
            () => first.Save("lists", [Row("c", 3)], new StoredSnapshot(9, new byte[] { 9 })),
            Throws.TypeOf<IOException>().With.Message.Contains("another process has saved 'lists'"));
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
        using var first = Open();
        using var second = Open();
        first.Save("lists", [Row("a", 1)]);
        second.Delete("lists");
        Assert.That(() => first.Save("lists", [Row("b", 2)]), Throws.TypeOf<IOException>());
        Assert.That(second.Names(), Is.Empty);
    }

    [Test]
    public void Save_TwoStoresAtOnce_KeepsAll()
    {
        using var one = Open();
        using var other = Open();
        Parallel.For(0, 2, each =>
        {
            for (var i = 1; i <= 50; i++)
            {
                (each == 0 ? one : other).Save(
                    $"pipeline {each}", [Row("a", i)], new StoredSnapshot(i, new byte[] { 1 }));
            }
        });
        Assert.That((one.LastNumber("pipeline 0"), one.LastNumber("pipeline 1")), Is.EqualTo((50L, 50L)));
    }

    [TestCase("content='\\x00'")]
    [TestCase("position=position+1")]
    public void Load_NewestDamaged_GoesBackAndSaysSo(string change)
    {
        using var store = Open();
        store.Save("lists", 10, [1]);
        store.Save("lists", 20, [2]);
        Server.Execute($"UPDATE {Quoted}.checkpoints SET {change} WHERE position=20");
        var loaded = store.Load("lists");
        Assert.That(loaded.Select(each => each.Position), Is.EqualTo([10L]));
        Assert.That(loaded.Damaged.Single(), Does.StartWith("127.0.0.1:").And.Contain("digest does not match"));

        store.Save("lists", 11, [3]);
        Assert.That(
            store.Load("lists").Select(each => each.Position), Is.EqualTo([11L, 10L]), "The whole one is kept.");
        Server.Execute($"UPDATE {Quoted}.checkpoints SET name='other'");
        Assert.That(
            () => store.Load("other"),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("Delete them to begin anew"));
    }

    [Test]
    public void ReadResults_LeftBeforeTheEnd_LetsGo()
    {
        using var store = Open();
        store.Save("lists", [.. Enumerable.Range(1, 5_000).Select(i => Row($"{i:0000}", i, new string('x', 1_000)))]);
        Assert.That(store.ReadResults("lists").Take(2).Select(each => each.Key), Is.EqualTo(["0001", "0002"]));
        Assert.That(store.ReadResults("lists").Count(), Is.EqualTo(5_000));
    }

    [Test]
    public void Find_TimesToATenthOfAMicrosecond_AreExact()
    {
        using var store = Open();
        var random = new Random(3);
        var rows = Enumerable.Range(1, 200).Select(i => new StoredResult(
            $"{i}",
            i,
            new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero),
            new byte[] { 0x31 })).ToArray();
        store.Save("lists", rows);
        Assert.That(store.ReadResults("lists"), Is.EquivalentTo(rows));
        Assert.That(
            Server.Rows($"SELECT count(*) FROM {Quoted}.results WHERE tick NOT BETWEEN 0 AND 9"), Is.EqualTo(["0"]));
    }

    [Test]
    public void Save_NameThatIsNone_IsRefused()
    {
        using var store = Open();
        foreach (var name in new[] { "\uD800", "a\0b", new string('n', 1_025) })
        {
            Assert.That(() => store.Save(name, 1, []), Throws.TypeOf<ArgumentException>());
        }

        store.Save(new string('n', 1_024), [Row(new string('k', 1_024), 1)]);
        Assert.That(store.Names(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Dispose_ThenUse_SaysSo()
    {
        var store = Open();
        store.Dispose();
        store.Dispose();
        Assert.That(() => store.LastNumber("lists"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => store.Save("lists", 1, []), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Save_ThousandResults_AllocatesNothingPerResult()
    {
        using var store = Open();
        var next = 1L;
        long Save(int count)
        {
            var rows = Enumerable.Range(0, count).Select(i => Row($"{i % 50}", next++)).ToArray();
            var before = GC.GetAllocatedBytesForCurrentThread();
            store.Save("lists", rows);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The least of several: an answer that comes late costs the driver some memory of its own.
        long Least(int count) => Enumerable.Range(0, 8).Min(_ => Save(count));

        Assert.That(Least(2_000) - Least(1_000), Is.LessThan(1_000));
    }

    private static StoredResult Row(string key, long number, string value = "{}") =>
        new(key, number, Start.AddTicks(number), Encoding.UTF8.GetBytes(value));

    private PostgresStoreOptions Options() => new() { Schema = _schema };

    private PostgresResultStore Open() => new(Server.ConnectionString, Options());

    private string Guarded(string password) => new NpgsqlConnectionStringBuilder(Server.ConnectionString)
    {
        Username = PostgresCluster.Guarded,
        Password = password,
    }.ToString();
}
