using System.Reflection;
using Npgsql;

namespace RxRecs.Postgres;

/// <summary>
/// The tables of a store: the files <c>Schema/0001.sql</c> and on, each applied once and in order. A version is never
/// changed once it is published; what changes is a further file.
/// </summary>
internal sealed class StoreSchema(string name, IReadOnlyList<string> scripts)
{
    // RXRS: the schema's name makes the other half of the lock.
    private const int LockClass = 0x52585253;

    /// <summary>Gives the files that this program brings along.</summary>
    public static IReadOnlyList<string> Scripts { get; } = ReadScripts();

    /// <summary>Makes the tables where there are none, and brings older ones up to this program's version.</summary>
    /// <exception cref="IOException">They are newer, or the database has another encoding than UTF-8.</exception>
    public void Prepare(NpgsqlConnection connection, string where)
    {
        if (Sql.Find(connection, "SHOW server_encoding") is { } encoding and not "UTF8")
        {
            throw new IOException(
                $"{where} has the encoding {encoding}; results are UTF-8. Make a database with ENCODING 'UTF8'.");
        }

        // Who uses a schema that is as it should be needs no right to change it.
        if (!IsReady(connection, where))
        {
            Upgrade(connection, where);
        }
    }

    private static List<string> ReadScripts()
    {
        var assembly = typeof(StoreSchema).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(file => Read(assembly, file)),
        ];
    }

    private static string Read(Assembly assembly, string file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }

    private bool IsReady(NpgsqlConnection connection, string where) => Version(connection) switch
    {
        var version when version > scripts.Count => throw new IOException(
            $"{where}, schema {name}, is a store of results of version {version}; this program reads version"
            + $" {scripts.Count}. Use the program that wrote it, or a newer one, or begin anew in another schema."),
        var version => version == scripts.Count,
    };

    private int Version(NpgsqlConnection connection)
    {
        if (Sql.Find(connection, "SELECT to_regclass($1)::text", $"{Identifier.Quote(name)}.schema_versions") is null)
        {
            return 0;
        }

        using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM schema_versions", connection);
        return (int)command.ExecuteScalar()!;
    }

    // Several processes may start at once: one upgrades, the others wait for it and find nothing to do.
    private void Upgrade(NpgsqlConnection connection, string where)
    {
        using var transaction = connection.BeginTransaction();
        Sql.Execute(connection, $"SELECT pg_advisory_xact_lock({LockClass}, hashtext($1))", name);
        if (!IsReady(connection, where))
        {
            if (Sql.Find(connection, "SELECT to_regnamespace($1)::text", Identifier.Quote(name)) is null)
            {
                Sql.Execute(connection, $"CREATE SCHEMA {Identifier.Quote(name)}");
            }

            for (var version = Version(connection); version < scripts.Count; version++)
            {
                Sql.Execute(connection, scripts[version]);
                Sql.Execute(connection, $"INSERT INTO schema_versions (version) VALUES ({version + 1})");
            }
        }

        transaction.Commit();
    }
}
