using System.Collections.Concurrent;
using System.Data.Common;
using System.Reactive.Linq;
using Npgsql;
using RxRecs.Postgres.Cluster;

namespace RxRecs.Postgres;

/// <summary>Changes of a table are seen, whoever commits when, and whatever happens to line and server.</summary>
[NonParallelizable]
public sealed class PostgresChangesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private readonly string _schema = SharedServer.NewSchema();
    private string _connection = "";

    private static PostgresCluster Server => SharedServer.Get();

    [SetUp]
    public void MakeTable()
    {
        var schema = Identifier.Quote(_schema);
        _connection = new NpgsqlConnectionStringBuilder(Server.ConnectionString)
        {
            SearchPath = schema,
            ApplicationName = _schema,
        }.ToString();
        Execute($"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
        Execute("CREATE TABLE products (id text PRIMARY KEY, price integer NOT NULL)");
        Execute("INSERT INTO products VALUES ('a', 1), ('b', 2)");
        Execute(TriggerOfTheGuide());
    }

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
        Assert.That(
            await Changes(new() { Table = "products", StartAfter = 1 }).Take(1).ToList(), Is.EqualTo(["b=2"]));
    }

    [TestCase(null, 20)]
    [TestCase("products", 86_400_000)]
    public void FromTable_RowsChange_AreSeenInOrder(string? channel, int milliseconds)
    {
        var seen = new BlockingCollection<string>();
        using var following = Changes(new()
        {
            Table = "products",
            Channel = channel,
            PollInterval = TimeSpan.FromMilliseconds(milliseconds),
        }).Subscribe(seen.Add);
        Execute("UPDATE products SET price = 3 WHERE id = 'a'");
        Assert.That(Next(seen, 3), Is.EqualTo(["a=1", "b=2", "a=3"]));
        Execute("INSERT INTO products VALUES ('c', 4); UPDATE products SET price = 5 WHERE id = 'b'");
        Assert.That(Next(seen, 2), Is.EqualTo(["c=4", "b=5"]));
    }

    [Test]
    public void FromTable_NotificationIsLost_TheNextLookSeesTheChange()
    {
        Execute("DROP TRIGGER products_tell ON products");
        var seen = new BlockingCollection<string>();
        using var following = Changes(new()
        {
            Table = "products",
            Channel = "products",
            PollInterval = TimeSpan.FromMilliseconds(20),
        }).Subscribe(seen.Add);
        Execute("UPDATE products SET price = 3");
        Assert.That(Next(seen, 4)[2..], Is.EquivalentTo(["a=3", "b=3"]));
    }

    [Test]
    public void FromTable_LineIsCut_CatchesUpWithWhatChangedMeanwhile()
    {
        var seen = new BlockingCollection<string>();
        var isAway = new TaskCompletionSource();
        using var isChanged = new ManualResetEventSlim();
        using var following = Changes(new()
        {
            Table = "products",
            Channel = "products",
            PollInterval = Never,
            Retry = new()
            {
                FirstDelay = TimeSpan.FromMilliseconds(10),
                OnRetry = (_, _) =>
                {
                    isAway.TrySetResult();
                    isChanged.Wait(Patience);
                },
            },
        }).Subscribe(seen.Add);
        Server.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_schema}'");
        Assert.That(isAway.Task.Wait(Patience));
        Execute("UPDATE products SET price = 7 WHERE id = 'a'");
        isChanged.Set();
        Assert.That(Next(seen, 3), Is.EqualTo(["a=1", "b=2", "a=7"]));
    }

    [Test]
    public void FromTable_ServerIsKilled_GoesOnWithNothingTwice()
    {
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "products", PollInterval = TimeSpan.FromMilliseconds(5) })
            .Subscribe(seen.Add);
        Server.Kill();
        Server.Start();
        Execute("UPDATE products SET price = 8 WHERE id = 'b'");
        Assert.That(Next(seen, 3), Is.EqualTo(["a=1", "b=2", "b=8"]));
        Assert.That(seen, Is.Empty);
    }

    [Test]
    public async Task FromTable_ManyWriteAtOnce_NoChangeIsLost()
    {
        const int Writers = 6;
        const int Rows = 40;
        var seen = new BlockingCollection<string>();
        using var following = Changes(new()
        {
            Table = "products",
            PollInterval = TimeSpan.FromMilliseconds(1),
            BatchSize = 3,
        }).Subscribe(seen.Add);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            using var connection = new NpgsqlConnection(_connection);
            connection.Open();
            for (var i = 0; i < Rows; i++)
            {
                // The numbers are taken, and the commit comes later.
                using var command = new NpgsqlCommand(
                    $"BEGIN; INSERT INTO products VALUES ('{writer}-{i}', {i}); SELECT pg_sleep(0.00{i % 7}); COMMIT",
                    connection);
                command.ExecuteNonQuery();
            }
        })));
        var expected = Enumerable.Range(0, Writers)
            .SelectMany(writer => Enumerable.Range(0, Rows).Select(i => $"{writer}-{i}={i}"));
        Assert.That(Next(seen, 2 + (Writers * Rows))[2..], Is.EquivalentTo(expected));
    }

    [Test]
    public void FromTable_ManyRowsOfOneVersion_AllCome()
    {
        Execute("CREATE TABLE old (id text, price integer, version integer)");
        Execute("INSERT INTO old SELECT i::text, i, i / 100 FROM generate_series(0, 999) i");
        var seen = new BlockingCollection<string>();
        using var following = Changes(new() { Table = "old", BatchSize = 7, PollInterval = Never }).Subscribe(seen.Add);
        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 1_000).Select(i => $"{i}={i}")));
    }

    [Test]
    public void FromTable_ObserverIsSlow_ReadsOneBatchAhead()
    {
        Execute("INSERT INTO products SELECT i::text, i FROM generate_series(1, 100) i");
        var (read, delivered, ahead) = (0, 0, 0);
        using var following = PostgresChanges.FromTable(_connection, Read, Options()).Subscribe(_ =>
        {
            delivered++;
            ahead = Math.Max(ahead, read - delivered);
        });
        Assert.That((delivered, ahead), Is.EqualTo((102, 9)));

        int Read(DbDataReader row) => read++;
        PostgresChangesOptions Options() => new() { Table = "products", BatchSize = 10, PollInterval = Never };
    }

    [TestCase("products")]
    [TestCase(null)]
    public async Task Dispose_WhileItWaits_EndsTheConnection(string? channel)
    {
        Changes(new() { Table = "products", Channel = channel, PollInterval = Never }).Subscribe().Dispose();
        using var waiting = new CancellationTokenSource(Patience);
        while (Connections() > 0)
        {
            await Task.Delay(10, waiting.Token);
        }
    }

    [Test]
    public async Task Dispose_WithinADelivery_DeliversNoMore()
    {
        var seen = 0;
        IDisposable? following = null;
        var isDone = new TaskCompletionSource();
        following = Changes(new() { Table = "products", IsLoadedFirst = false, BatchSize = 1 }).Subscribe(_ =>
        {
            seen++;
            SpinWait.SpinUntil(() => following is not null);
            following!.Dispose();
            isDone.SetResult();
        });
        await isDone.Task.WaitAsync(Patience);
        using var waiting = new CancellationTokenSource(Patience);
        while (Connections() > 0)
        {
            await Task.Delay(10, waiting.Token);
        }

        Assert.That(seen, Is.EqualTo(1));
    }

    [TestCase("nothing", "version", "has no table nothing")]
    [TestCase("products", "changed", "has no column changed")]
    [TestCase("products", "id", "is of the type text. A version is a bigint or integer")]
    [TestCase("products; DROP TABLE products", "version", "PostgreSQL refuses")]
    public void FromTable_NoSuchTableOrColumn_IsTold(string table, string column, string message) => Assert.That(
        async () => await Changes(new() { Table = table, VersionColumn = column }).FirstAsync(),
        Throws.TypeOf<IOException>().With.Message.Contains(message));

    [Test]
    public void FromTable_ReaderThrows_IsAnError() => Assert.That(
        async () => await PostgresChanges.FromTable<int>(
            _connection, _ => throw new InvalidOperationException("mine"), new() { Table = "products" }).FirstAsync(),
        Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("mine"));

    [Test]
    public void FromTable_ObserverThrowsWithinSubscribe_ThrowsToTheCaller() => Assert.That(
        () => Changes(new() { Table = "products" }).Subscribe(_ => throw new InvalidOperationException("mine")),
        Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("mine"));

    [Test]
    public void FromTable_DatabaseStaysAway_IsToldOnceAndWithoutThePassword()
    {
        var errors = new List<Exception>();
        var changes = PostgresChanges.FromTable(
            "Host=127.0.0.1;Port=1;Username=u;Password=s3cret",
            row => row.GetInt64(0),
            new() { Table = "products", Retry = new() { TimeProvider = new EagerClock() } });
        Assert.That(errors, Is.Empty, "Nothing happens before a subscription.");
        using var following = changes.Subscribe(_ => { }, errors.Add);
        Assert.That(errors.Single(), Is.TypeOf<IOException>());
        Assert.That(errors[0].ToString(), Does.Contain("cannot be reached").And.Not.Contain("s3cret"));
    }

    private static string TriggerOfTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "postgres.md"));
        var start = guide.IndexOf("CREATE SEQUENCE", StringComparison.Ordinal);
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

    private IObservable<string> Changes(PostgresChangesOptions options) => PostgresChanges.FromTable(
        _connection,
        row => $"{row.GetString(row.GetOrdinal("id"))}={row.GetInt32(row.GetOrdinal("price"))}",
        options);

    private long Connections() => long.Parse(
        Server.Rows($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_schema}'").Single(),
        System.Globalization.CultureInfo.InvariantCulture);

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(_connection);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
