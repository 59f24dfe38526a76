using System.Collections.Concurrent;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>
/// Writes results and checkpoints, each save in one transaction. A save of a name that another writer has taken over is
/// refused.
/// </summary>
internal sealed class ResultWriter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteStatement _lastNumber;
    private readonly SqliteStatement _upsert;
    private readonly SqliteStatement _remove;
    private readonly SqliteStatement _setNumber;
    private readonly SqliteStatement _addCheckpoint;
    private readonly SqliteStatement _checkpoints;
    private readonly SqliteStatement _removeCheckpoint;
    private readonly SqliteStatement[] _forget;

    // The last number of each name that this writer has saved.
    private readonly ConcurrentDictionary<string, long> _owned = new(StringComparer.Ordinal);
    private long _last;

    public ResultWriter(SqliteFile file)
    {
        _file = file;
        file.PrepareToWrite();
        _lastNumber = file.Prepare("SELECT last_number FROM pipelines WHERE name=?1");
        _upsert = file.Prepare(
            """
            INSERT INTO results (name, key, number, time, value) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (name, key) DO UPDATE SET number=excluded.number, time=excluded.time, value=excluded.value
            """);
        _remove = file.Prepare("DELETE FROM results WHERE name=?1 AND key=?2");
        _setNumber = file.Prepare(
            """
            INSERT INTO pipelines (name, last_number) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET last_number=excluded.last_number
            """);
        _addCheckpoint = file.Prepare(
            "INSERT INTO checkpoints (name, position, checksum, content) VALUES (?1, ?2, ?3, ?4) RETURNING id");
        _checkpoints = file.Prepare(
            """
            SELECT id, position, checksum, content FROM checkpoints WHERE name=?1 AND id<>?2
            ORDER BY position DESC, id DESC
            """);
        _removeCheckpoint = file.Prepare("DELETE FROM checkpoints WHERE id=?1");
        _forget =
        [
            file.Prepare("DELETE FROM results WHERE name=?1"),
            file.Prepare("DELETE FROM pipelines WHERE name=?1"),
            file.Prepare("DELETE FROM checkpoints WHERE name=?1"),
        ];
    }

    /// <summary>Saves results and a checkpoint, or nothing.</summary>
    /// <exception cref="IOException">Another writer has saved the name since this one did.</exception>
    public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint)
    {
        _file.Transact(new Saving(this, name, results, checkpoint), static saving =>
        {
            saving.Writer.SaveResults(saving.Name, saving.Results);
            if (saving.Checkpoint is not null)
            {
                saving.Writer.SaveCheckpoint(saving.Name, saving.Checkpoint);
            }
        });
        _owned[name] = _last;
    }

    public void Delete(string name)
    {
        _file.Transact((Forget: _forget, Name: name), static both =>
        {
            foreach (var statement in both.Forget)
            {
                statement.Bind(1, both.Name).Run();
            }
        });
        LetGo(name);
    }

    /// <summary>Forgets that this writer has saved a name: its next save goes on from whatever is there.</summary>
    public void LetGo(string name) => _owned.TryRemove(name, out _);

    public void Dispose() => _file.Dispose();

    private void SaveResults(string name, ReadOnlySpan<StoredResult> results)
    {
        var last = _last = LastNumber(name);
        if (_owned.TryGetValue(name, out var owned) && owned != last)
        {
            throw new IOException(
                $"{_file.Path}: another process has saved '{name}', or deleted it, since this one did, and goes on with "
                + "it. Nothing of this save was kept. Stop one of the two; this one goes on once it has loaded the "
                + "checkpoint anew.");
        }

        if (results.IsEmpty || results[^1].Number <= last)
        {
            return;
        }

        _upsert.Bind(1, name);
        _remove.Bind(1, name);
        foreach (ref readonly var result in results)
        {
            if (result.Number <= last)
            {
                continue;
            }

            if (result.Value is { } value)
            {
                _upsert.Bind(2, result.Key).Bind(3, result.Number).Bind(4, result.Time).BindText(5, value.Span).Run();
            }
            else
            {
                _remove.Bind(2, result.Key).Run();
            }
        }

        _last = results[^1].Number;
        _setNumber.Bind(1, name).Bind(2, _last).Run();
    }

    private long LastNumber(string name)
    {
        _lastNumber.Bind(1, name);
        var last = _lastNumber.Step() ? _lastNumber.Int64(0) : 0;
        _lastNumber.Reset();
        return last;
    }

    /// <summary>Keeps the checkpoint and the newest whole one beside it.</summary>
    private void SaveCheckpoint(string name, StoredSnapshot checkpoint)
    {
        var content = checkpoint.Content.Span;
        _addCheckpoint.Bind(1, name).Bind(2, checkpoint.Position)
            .Bind(3, ResultSchema.Checksum(name, checkpoint.Position, content)).BindBlob(4, content);
        _addCheckpoint.Step();
        var added = _addCheckpoint.Int64(0);
        _addCheckpoint.Reset();
        _checkpoints.Bind(1, name).Bind(2, added);
        var old = new List<long>(1);
        var hasSpare = false;
        while (_checkpoints.Step())
        {
            if (!hasSpare && ResultReader.IsWhole(_checkpoints, name))
            {
                hasSpare = true;
                continue;
            }

            old.Add(_checkpoints.Int64(0));
        }

        foreach (var id in old)
        {
            _removeCheckpoint.Bind(1, id).Run();
        }
    }

    private readonly ref struct Saving(
        ResultWriter writer, string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint)
    {
        public ResultWriter Writer { get; } = writer;

        public string Name { get; } = name;

        public ReadOnlySpan<StoredResult> Results { get; } = results;

        public StoredSnapshot? Checkpoint { get; } = checkpoint;
    }
}
