using Npgsql;
using RxRecs.Storage;

namespace RxRecs.Postgres;

/// <summary>Reads results and checkpoints.</summary>
internal sealed class ResultReader(PostgresServer server) : IDisposable
{
    private const string Columns = "SELECT key, number, time, tick, value, bytes FROM results WHERE name = $1";
    private readonly PostgresSession _session = new(server);

    /// <summary>Makes the tables where there are none.</summary>
    public void Prepare(StoreSchema schema) => _session.Run((Schema: schema, server.Where), static (connection, both) =>
    {
        both.Schema.Prepare(connection, both.Where);
        return 0;
    });

    public StoredSnapshots Load(string name)
    {
        var whole = new List<StoredSnapshot>();
        var damaged = new List<string>();
        foreach (var (id, digest, snapshot) in Checkpoints(name))
        {
            if (digest.AsSpan().SequenceEqual(CheckpointDigest.Of(name, snapshot.Position, snapshot.Content.Span)))
            {
                whole.Add(snapshot);
            }
            else
            {
                damaged.Add($"{server.Where}, checkpoint {id}: its digest does not match");
            }
        }

        return whole.Count > 0 || damaged.Count == 0
            ? new StoredSnapshots(whole, damaged)
            : throw new SnapshotException(
                $"None of the checkpoints of {name} is whole. {string.Join("; ", damaged)}. Delete them to begin anew "
                + "from the start of the input, or put back a copy of the database.");
    }

    public long LastNumber(string name) => _session.Run(name, static (connection, name) =>
    {
        using var command = Sql.Command(connection, "SELECT last_number FROM pipelines WHERE name = $1", name);
        return command.ExecuteScalar() is long last ? last : 0;
    });

    public StoredResult? Find(string name, string key) => _session.Run((name, key), static (connection, row) =>
    {
        using var command = Sql.Command(connection, $"{Columns} AND key = $2", row.name, row.key);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Result(reader) : (StoredResult?)null;
    });

    /// <summary>Reads all on the connection of this reader, which serves nothing else meanwhile.</summary>
    public IEnumerable<StoredResult> ReadAll(string name)
    {
        var (command, rows) = _session.Run(name, static (connection, name) =>
        {
            var command = Sql.Command(connection, $"{Columns} ORDER BY key", name);
            return (command, command.ExecuteReader());
        });
        try
        {
            while (Read(rows) is { } result)
            {
                yield return result;
            }
        }
        finally
        {
            // Who stops before the end is not to wait for the rest.
            if (!rows.IsClosed)
            {
                command.Cancel();
            }

            command.Dispose();
        }
    }

    public IReadOnlyList<string> Names()
    {
        var names = _session.Run(0, static (connection, _) =>
        {
            using var command = Sql.Command(connection, "SELECT name FROM pipelines");
            using var reader = command.ExecuteReader();
            var names = new List<string>();
            while (reader.Read())
            {
                names.Add(reader.GetString(0));
            }

            return names;
        });
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public void Stop() => _session.Stop();

    public void Dispose() => _session.Dispose();

    private static StoredResult Result(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        StoredTime.ToTime(row.GetFieldValue<long>(2), row.GetInt16(3)),
        row.GetFieldValue<byte[]>(row.IsDBNull(4) ? 5 : 4));

    private List<(long Id, byte[] Digest, StoredSnapshot Snapshot)> Checkpoints(string name) =>
        _session.Run(name, static (connection, name) =>
        {
            using var command = Sql.Command(
                connection,
                "SELECT id, digest, position, content FROM checkpoints WHERE name = $1 ORDER BY position DESC, id DESC",
                name);
            using var row = command.ExecuteReader();
            var read = new List<(long, byte[], StoredSnapshot)>();
            while (row.Read())
            {
                read.Add((
                    row.GetInt64(0),
                    row.GetFieldValue<byte[]>(1),
                    new StoredSnapshot(row.GetInt64(2), row.GetFieldValue<byte[]>(3))));
            }

            return read;
        });

    // Rows behind a break cannot be had as of the same moment: whoever reads begins anew.
    private StoredResult? Read(NpgsqlDataReader rows)
    {
        try
        {
            return rows.Read() ? Result(rows) : null;
        }
        catch (Exception error) when (PostgresProblem.IsOfDatabase(error))
        {
            throw PostgresProblem.Of(server.Where, error);
        }
    }
}
