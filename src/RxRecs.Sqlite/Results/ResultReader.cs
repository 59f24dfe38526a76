using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>Reads results and checkpoints.</summary>
internal sealed class ResultReader(SqliteFile file) : IDisposable
{
    private readonly SqliteStatement _checkpoints = file.Prepare(
        """
        SELECT id, position, checksum, content FROM checkpoints WHERE name=?1 ORDER BY position DESC, id DESC
        """);

    private readonly SqliteStatement _lastNumber = file.Prepare("SELECT last_number FROM pipelines WHERE name=?1");

    private readonly SqliteStatement _one = file.Prepare(
        "SELECT key, number, time, value FROM results WHERE name=?1 AND key=?2");

    private readonly SqliteStatement _all = file.Prepare(
        "SELECT key, number, time, value FROM results WHERE name=?1 ORDER BY key");

    private readonly SqliteStatement _names = file.Prepare(
        "SELECT name FROM pipelines UNION SELECT name FROM checkpoints");

    /// <summary>Tells whether the row of a checkpoint is as it was written.</summary>
    public static bool IsWhole(SqliteStatement row, string name) =>
        ResultSchema.Checksum(name, row.Int64(1), row.Bytes(3)) == row.Int64(2);

    public StoredSnapshots Load(string name)
    {
        var whole = new List<StoredSnapshot>();
        var damaged = new List<string>();
        _checkpoints.Bind(1, name);
        while (_checkpoints.Step())
        {
            if (IsWhole(_checkpoints, name))
            {
                whole.Add(new(_checkpoints.Int64(1), _checkpoints.Bytes(3).ToArray()));
            }
            else
            {
                damaged.Add($"{file.Path}, checkpoint {_checkpoints.Int64(0)}: its checksum does not match");
            }
        }

        return whole.Count > 0 || damaged.Count == 0
            ? new StoredSnapshots(whole, damaged)
            : throw new SnapshotException(
                $"None of the checkpoints of {name} is whole. {string.Join("; ", damaged)}. Delete them to begin anew "
                + "from the start of the input, or put back a copy of the file.");
    }

    public long LastNumber(string name)
    {
        _lastNumber.Bind(1, name);
        var last = _lastNumber.Step() ? _lastNumber.Int64(0) : 0;
        _lastNumber.Reset();
        return last;
    }

    public StoredResult? Find(string name, string key)
    {
        _one.Bind(1, name).Bind(2, key);
        StoredResult? found = _one.Step() ? Result(_one) : null;
        _one.Reset();
        return found;
    }

    public IEnumerable<StoredResult> ReadAll(string name)
    {
        _all.Bind(1, name);
        while (_all.Step())
        {
            yield return Result(_all);
        }
    }

    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        while (_names.Step())
        {
            names.Add(_names.Text(0));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public void Dispose() => file.Dispose();

    private static StoredResult Result(SqliteStatement row) =>
        new(row.Text(0), row.Int64(1), row.Time(2), row.Bytes(3).ToArray());
}
