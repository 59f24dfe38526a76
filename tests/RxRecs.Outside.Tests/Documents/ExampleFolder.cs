using Microsoft.Data.Sqlite;

namespace RxRecs.Outside.Tests;

/// <summary>A folder with the files that the documents name, which is the current one until it is disposed.</summary>
internal sealed class ExampleFolder : IDisposable
{
    private static readonly string[] ShopFiles = ["samples/shop.csv", "shop.csv", "my-export.csv"];

    private static readonly (string Name, string Text)[] OtherFiles =
    [
        ("shop.json", """{ "like": "rees46-events" }"""),
        ("neighbors.csv", "item,neighbor,weight\n1,2,0.5\n2,3,1\n"),
        ("vectors.csv", "1,0.5,1\n2,1,0.5\n"),
        ("vectors-of-today.csv", "1,0.25,1\n2,1,0.5\n"),
        ("client.properties", "bootstrap.servers=localhost:9092\n"),
    ];

    private readonly string _before = Environment.CurrentDirectory;
    private readonly string _folder = Directory.CreateTempSubdirectory("rxrecs-example-").FullName;

    public ExampleFolder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "samples"));
        foreach (var name in ShopFiles)
        {
            File.Copy(Path.Combine(Repository.Root, "samples", "shop.csv"), Path.Combine(_folder, name));
        }

        foreach (var (name, text) in OtherFiles)
        {
            File.WriteAllText(Path.Combine(_folder, name), text);
        }

        Environment.CurrentDirectory = _folder;
        MakeTable();
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Makes a table of products with the version and the triggers of docs/results.md.</summary>
    private static void MakeTable()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "results.md"));
        var start = text.IndexOf("CREATE TABLE products_version", StringComparison.Ordinal);
        using var shop = new SqliteConnection("Data Source=shop.db;Pooling=false");
        shop.Open();
        using var command = shop.CreateCommand();
        command.CommandText = "CREATE TABLE products (id TEXT PRIMARY KEY, price NUMERIC, stock INTEGER, changed TEXT);"
            + text[start..text.IndexOf("```", start, StringComparison.Ordinal)]
            + "INSERT INTO products (id, price, stock, changed) VALUES"
            + " ('mug', 9.5, 3, '2026-03-01T12:00:00Z'), ('tray', 20, 0, '2026-03-01T12:00:00Z')";
        command.ExecuteNonQuery();
    }
}
