using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using RxRecs.Storage;

namespace RxRecs.Postgres;

/// <summary>
/// Writes results and checkpoints, each save in one transaction. A save whose commit was not heard is known by its
/// number when it is tried again; a save of a name that another writer has taken over is refused.
/// </summary>
internal sealed class ResultWriter(PostgresServer server) : IDisposable
{
    private readonly PostgresSession _session = new(server, Prepare);
    private readonly Guid _writer = Guid.NewGuid();
    private readonly ConcurrentDictionary<string, bool> _owned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private long _save;

    public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint)
    {
        if (results.IsEmpty && checkpoint is null)
        {
            return;
        }

        _save++;
        _session.Run(new Saving(this, name, results, checkpoint), static (connection, saving) =>
        {
            using var transaction = connection.BeginTransaction();
            saving.Writer.Write(connection, saving);
            transaction.Commit();
            return 0;
        });
        _owned[name] = true;
    }

    /// <summary>Lets the next save take the name over: who has read what is kept goes on from there.</summary>
    public void Forget(string name) => _owned.TryRemove(name, out _);

    public void Delete(string name)
    {
        _session.Run(name, static (connection, name) =>
        {
            using var batch = new NpgsqlBatch(connection);
            foreach (var table in (ReadOnlySpan<string>)["pipelines", "results", "checkpoints"])
            {
                Add(batch, $"DELETE FROM {table} WHERE name = $1").Parameters.Add(Sql.Text(name));
            }

            return batch.ExecuteNonQuery();
        });
        Forget(name);
    }

    public void Stop() => _session.Stop();

    public void Dispose() => _session.Dispose();

    // A host that vanishes within a transaction must not keep the next writer waiting for ever.
    private static void Prepare(NpgsqlConnection connection) => Sql.Execute(
        connection,
        """
        SET idle_in_transaction_session_timeout = '60s';
        CREATE TEMPORARY TABLE staged_results (
            key text COLLATE "C", number bigint, time timestamptz, tick smallint, value text, bytes bytea
        ) ON COMMIT DELETE ROWS
        """);

    private void Write(NpgsqlConnection connection, Saving saving)
    {
        var (last, isKept) = Lock(connection, saving.Name);
        if (isKept)
        {
            return;
        }

        using var batch = new NpgsqlBatch(connection);
        if (!saving.Results.IsEmpty && saving.Results[^1].Number > last)
        {
            var (hasValues, hasRemovals) = Stage(connection, saving.Results, last);
            AddResults(batch, saving.Name, hasValues, hasRemovals);
            last = saving.Results[^1].Number;
        }

        var mark = Add(
            batch, "UPDATE pipelines SET last_number = $2, writer = $3, save = $4 WHERE name = $1").Parameters;
        mark.Add(Sql.Text(saving.Name));
        mark.Add(new NpgsqlParameter<long> { TypedValue = last });
        mark.Add(new NpgsqlParameter<Guid> { TypedValue = _writer });
        mark.Add(new NpgsqlParameter<long> { TypedValue = _save });
        if (saving.Checkpoint is not null)
        {
            AddCheckpoint(batch, saving.Name, saving.Checkpoint);
        }

        batch.ExecuteNonQuery();
    }

    /// <summary>
    /// Locks the name's row, which is made where there is none; tells its last number, and whether this very save is
    /// kept already.
    /// </summary>
    /// <exception cref="IOException">Another writer has saved since this one did.</exception>
    private (long Last, bool IsKept) Lock(NpgsqlConnection connection, string name)
    {
        using var command = Sql.Command(
            connection, "SELECT last_number, writer, save FROM pipelines WHERE name = $1 FOR UPDATE", name);
        using (var row = command.ExecuteReader())
        {
            if (row.Read())
            {
                var isOurs = row.GetGuid(1) == _writer;
                return isOurs || !_owned.ContainsKey(name)
                    ? (row.GetInt64(0), isOurs && row.GetInt64(2) == _save)
                    : throw Overtaken(name);
            }
        }

        if (_owned.ContainsKey(name))
        {
            throw Overtaken(name);
        }

        using var insert = Sql.Command(
            connection,
            "INSERT INTO pipelines (name, last_number, writer, save) VALUES ($1, 0, $2, 0) ON CONFLICT DO NOTHING",
            name);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _writer });

        // Another has made it at the same moment: it is locked as any row is.
        return insert.ExecuteNonQuery() == 1 ? (0, false) : Lock(connection, name);
    }

    // From the newest back: of each key the newest alone is sent.
    private (bool HasValues, bool HasRemovals) Stage(
        NpgsqlConnection connection, ReadOnlySpan<StoredResult> results, long last)
    {
        _keys.Clear();
        var (hasValues, hasRemovals) = (false, false);
        using var copy = connection.BeginBinaryImport(
            "COPY pg_temp.staged_results (key, number, time, tick, value, bytes) FROM STDIN (FORMAT BINARY)");
        for (var i = results.Length - 1; i >= 0 && results[i].Number > last; i--)
        {
            ref readonly var result = ref results[i];
            if (!_keys.Add(result.Key))
            {
                continue;
            }

            var (microseconds, tick) = StoredTime.From(result.Time);
            copy.StartRow();
            copy.Write(result.Key, NpgsqlDbType.Text);
            copy.Write(result.Number, NpgsqlDbType.Bigint);
            copy.Write(microseconds, NpgsqlDbType.TimestampTz);
            copy.Write(tick, NpgsqlDbType.Smallint);
            WriteValue(copy, result.Value);
            hasValues |= result.Value.HasValue;
            hasRemovals |= !result.Value.HasValue;
        }

        copy.Complete();
        return (hasValues, hasRemovals);
    }

    private static void WriteValue(NpgsqlBinaryImporter copy, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } utf8)
        {
            copy.WriteNull();
            copy.WriteNull();
        }
        else if (utf8.Span.Contains((byte)0))
        {
            copy.WriteNull();
            copy.Write(utf8, NpgsqlDbType.Bytea);
        }
        else
        {
            copy.Write(utf8, NpgsqlDbType.Text);
            copy.WriteNull();
        }
    }

    private static void AddResults(NpgsqlBatch batch, string name, bool hasValues, bool hasRemovals)
    {
        if (hasRemovals)
        {
            Add(
                batch,
                """
                DELETE FROM results r USING pg_temp.staged_results s
                WHERE r.name = $1 AND r.key = s.key AND s.value IS NULL AND s.bytes IS NULL
                """).Parameters.Add(Sql.Text(name));
        }

        if (hasValues)
        {
            Add(
                batch,
                """
                INSERT INTO results (name, key, number, time, tick, value, bytes)
                SELECT $1, key, number, time, tick, value, bytes FROM pg_temp.staged_results
                WHERE value IS NOT NULL OR bytes IS NOT NULL
                ON CONFLICT (name, key) DO UPDATE SET number = excluded.number, time = excluded.time,
                    tick = excluded.tick, value = excluded.value, bytes = excluded.bytes
                """).Parameters.Add(Sql.Text(name));
        }
    }

    /// <summary>Keeps the checkpoint and the newest whole one beside it.</summary>
    private static void AddCheckpoint(NpgsqlBatch batch, string name, StoredSnapshot checkpoint)
    {
        var insert = Add(
            batch, "INSERT INTO checkpoints (name, position, digest, content) VALUES ($1, $2, $3, $4)").Parameters;
        insert.Add(Sql.Text(name));
        insert.Add(new NpgsqlParameter<long> { TypedValue = checkpoint.Position });
        insert.Add(new NpgsqlParameter<byte[]>
        {
            TypedValue = CheckpointDigest.Of(name, checkpoint.Position, checkpoint.Content.Span),
        });
        insert.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = checkpoint.Content });
        Add(
            batch,
            $"""
            DELETE FROM checkpoints WHERE name = $1
                AND id <> (SELECT max(id) FROM checkpoints WHERE name = $1)
                AND id NOT IN (
                    SELECT id FROM checkpoints WHERE name = $1
                        AND id <> (SELECT max(id) FROM checkpoints WHERE name = $1) AND digest = {CheckpointDigest.Sql}
                    ORDER BY position DESC, id DESC LIMIT 1)
            """).Parameters.Add(Sql.Text(name));
    }

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    private IOException Overtaken(string name) => new(
        $"{server.Where}: another process has saved '{name}', or deleted it, since this one did, and goes on with it."
        + " Nothing of this save was kept. Stop one of the two; this one goes on once it has loaded the checkpoint"
        + " anew.");

    private readonly ref struct Saving(
        ResultWriter writer, string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint)
    {
        public ResultWriter Writer { get; } = writer;

        public string Name { get; } = name;

        public ReadOnlySpan<StoredResult> Results { get; } = results;

        public StoredSnapshot? Checkpoint { get; } = checkpoint;
    }
}
