using System.Diagnostics;
using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using Microsoft.Data.Sqlite;
using RxRecs.Sqlite;
using RxRecs.Storage;

namespace RxRecs.Benchmarks;

/// <summary>
/// Tells how many results a second a SQLite file takes, 1,000 per transaction, popular keys after Zipf: the store
/// alone,
/// with a checkpoint in each transaction, and the plain client as a user writes it; then the whole way, events appended
/// to a log on one thread and read from it into a pipeline and a store on another.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- results [results] [keys]</c>
/// </remarks>
public static class ResultStoreRate
{
    private const int Batch = 1_000;
    private const int Rounds = 3;
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var keys = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
        var users = Users(count, keys);
        var rows = users.Select((user, i) => new StoredResult(
            user.ToString(CultureInfo.InvariantCulture), i + 1, Start.AddSeconds(i), Json(user, i))).ToArray();
        Console.WriteLine(
            $"{count:n0} results, {users.Distinct().Count():n0} keys, "
                + $"{rows.Average(row => row.Value!.Value.Length):f0} bytes each");
        for (var round = 0; round < Rounds; round++)
        {
            Report("store", count, folder => Store(folder, rows, default));
            Report("store, 64 KiB of state each", count, folder => Store(folder, rows, new byte[65_536]));
            Report("plain client", count, folder => Plain(folder, rows));
            Report("log, pipeline, store", count, folder => Whole(folder, users));
        }

        return 0;
    }

    private static int[] Users(int count, int keys)
    {
        var random = new Random(17);
        return [.. Enumerable.Range(0, count).Select(_ => (int)(keys * Math.Pow(random.NextDouble(), 3)))];
    }

    private static byte[] Json(int user, int i) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"user_id\":{user},\"items\":[{{\"product_id\":{i % 5_000},\"score\":1.25}},"
        + $"{{\"product_id\":{i % 4_999},\"score\":0.75}},"
        + $"{{\"product_id\":{i % 4_998},\"score\":0.5}}]}}"));

    private static void Report(string what, int count, Action<string> action)
    {
        var folder = Directory.CreateTempSubdirectory("rxrecs-results-").FullName;
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage;
        var started = Stopwatch.GetTimestamp();
        action(folder);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (user, system) =
            (Environment.CpuUsage.UserTime - cpu.UserTime, Environment.CpuUsage.PrivilegedTime - cpu.PrivilegedTime);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var size = Directory.EnumerateFiles(folder, "results.db*").Sum(path => new FileInfo(path).Length);
        Console.WriteLine(
            $"{what,-28} {count / seconds,10:n0} results/s, CPU us/result {user.TotalMicroseconds / count,6:f2} own" +
            $" {system.TotalMicroseconds / count,6:f2} system, {(double)allocated / count,8:f0} B/result "
                + $"{size >> 20,5:n0} MiB");
        Directory.Delete(folder, recursive: true);
    }

    private static void Store(string folder, StoredResult[] rows, ReadOnlyMemory<byte> state)
    {
        using var store = new SqliteResultStore(Path.Combine(folder, "results.db"));
        for (var i = 0; i < rows.Length; i += Batch)
        {
            var piece = rows.AsSpan(i, Math.Min(Batch, rows.Length - i));
            store.Save("lists", piece, state.IsEmpty ? null : new StoredSnapshot(i + piece.Length, state));
        }
    }

    private static void Plain(string folder, StoredResult[] rows)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "results.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
        Execute(
            connection,
            """
            CREATE TABLE results (name TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, time TEXT NOT NULL,
                value TEXT NOT NULL, PRIMARY KEY (name, key))
            """);
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO results (name, key, number, time, value) VALUES ($name, $key, $number, $time, $value)
            ON CONFLICT (name, key) DO UPDATE SET number=excluded.number, time=excluded.time, value=excluded.value
            """;
        command.Parameters.AddWithValue("$name", "lists");
        var key = command.Parameters.Add("$key", SqliteType.Text);
        var number = command.Parameters.Add("$number", SqliteType.Integer);
        var time = command.Parameters.Add("$time", SqliteType.Text);
        var value = command.Parameters.Add("$value", SqliteType.Text);
        command.Prepare();
        for (var i = 0; i < rows.Length; i += Batch)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var j = i; j < Math.Min(i + Batch, rows.Length); j++)
            {
                key.Value = rows[j].Key;
                number.Value = rows[j].Number;
                time.Value = rows[j].Time.ToString("O", CultureInfo.InvariantCulture);
                value.Value = Encoding.UTF8.GetString(rows[j].Value!.Value.Span);
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static void Whole(string folder, int[] users)
    {
        using var log = SqliteEventLog.OfInteractions(
            Path.Combine(folder, "events.db"), new SqliteEventLogOptions { SurvivesPowerLoss = false });
        using var store = new SqliteResultStore(Path.Combine(folder, "results.db"));
        var names =
            users.Distinct().ToDictionary(user => (Id)user, user => user.ToString(CultureInfo.InvariantCulture));
        using var pipeline = new StoredPipeline<Interaction, (Id User, int Items)>(
            new StoredPipelineOptions<(Id User, int Items)>
            {
                Store = store,
                Name = "lists",
                KeySelector = result => names[result.User],
                TimeSelector = static _ => Start,
                Write = static (result, output) =>
                {
                    Span<byte> text = stackalloc byte[64];
                    Encoding.UTF8.TryGetBytes("{\"items\":", text, out var head);
                    result.Items.TryFormat(text[head..], out var digits, default, CultureInfo.InvariantCulture);
                    text[head + digits] = (byte)'}';
                    text[..(head + digits + 1)].CopyTo(output.GetSpan(64));
                    output.Advance(head + digits + 1);
                },
            },
            static events => events.LastPerKey(
                10, each => each.User, each => each.Item, (user, items) => (user, items.Length)));
        var appending = Task.Run(() =>
        {
            var batch = new List<Interaction>(Batch);
            for (var i = 0; i < users.Length; i++)
            {
                batch.Add(new(Start.AddMilliseconds(i), InteractionKind.View, users[i], i % 5_000));
                if (batch.Count == Batch || i == users.Length - 1)
                {
                    log.Append(batch);
                    batch.Clear();
                }
            }
        });
        pipeline.RunAsync(position => log.ReadFrom(position).TakeUntil(each => each.NextPosition == users.Length))
            .GetAwaiter().GetResult();
        appending.GetAwaiter().GetResult();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
