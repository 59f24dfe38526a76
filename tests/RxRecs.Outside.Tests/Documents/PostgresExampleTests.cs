using RxRecs.Postgres.Cluster;
using RxRecs.Sqlite;

namespace RxRecs.Outside.Tests;

/// <summary>The examples of docs/postgres.md, over a database.</summary>
[NonParallelizable]
public sealed class PostgresExampleTests
{
    private const string Document = "docs/postgres.md";
    private const string Connection = "Host=localhost;Database=shop;Username=recs";
    private PostgresCluster _database = null!;

    [OneTimeSetUp]
    public void StartDatabase()
    {
        if (PostgresPrograms.Find(out var reason) is not { } programs)
        {
            Assert.Ignore(reason);
            return;
        }

        _database = new PostgresCluster(programs);
    }

    [OneTimeTearDown]
    public void StopDatabase() => _database?.Dispose();

    [Test]
    public void ChangesOfATable_Run_PrintTheItem()
    {
        _database.Execute(Sql("CREATE TABLE products"));
        _database.Execute(Sql("CREATE SEQUENCE"));
        _database.Execute("INSERT INTO products VALUES ('SKU-7', 9.5, 3, '2026-03-01T12:00:00Z')");

        Assert.That(OverTheDatabase("PostgresChanges").Run(), Does.Contain("SKU-7").And.Contain("9.5"));
    }

    [Test]
    public void StoredPipeline_Run_KeepsResultsUntilItIsStopped()
    {
        var folder = Directory.CreateTempSubdirectory("rxrecs");
        try
        {
            using (var log = SqliteEventLog.OfInteractions(Path.Combine(folder.FullName, "events.db")))
            {
                var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
                log.Append([
                    new(noon, InteractionKind.View, "ann", "mug"),
                    new(noon.AddMinutes(1), InteractionKind.View, "ann", "tray"),
                ]);
            }

            using var program = new ExampleProcess(OverTheDatabase("CancelKeyPress"), folder.FullName);
            Assert.That(() => Newest(), Is.EqualTo(new[] { "tray" }).After(60_000, 50), program.Output);
            Assert.That(program.Stop(), Is.Zero, program.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The newest item of a user, by the document's own query; nothing while there is no table.</summary>
    private IReadOnlyList<string> Newest() =>
        _database.Rows("SELECT to_regclass('rxrecs.results')::text")[0].Length == 0 ? [] : _database.Rows(Sql("SELECT value"));

    private DocumentExample OverTheDatabase(string code)
    {
        var example = DocumentExamples.Of(Document, code);
        Assert.That(example.Code, Does.Contain(Connection));
        return example with
        {
            Code = example.Code.Replace(Connection, _database.ConnectionString, StringComparison.Ordinal),
        };
    }

    /// <summary>The block of SQL of the document that begins so.</summary>
    private static string Sql(string beginning)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, Document)).ReplaceLineEndings("\n");
        var start = text.IndexOf($"```sql\n{beginning}", StringComparison.Ordinal) + "```sql\n".Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
