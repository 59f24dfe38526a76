namespace RxRecs.Sqlite;

/// <summary>The tables of one kind of file, how it is known, and in which version.</summary>
/// <param name="What">The kind of the file in messages.</param>
/// <param name="ApplicationId">
/// The number that tells our files from those of other programs; SQLite keeps it in the header.
/// </param>
/// <param name="Version">The version of the tables that this program writes and reads.</param>
/// <param name="Sql">The SQL that makes the tables.</param>
internal sealed record SqliteSchema(string What, int ApplicationId, int Version, string Sql)
{
    /// <summary>Checks whose file it is, and makes the tables in an empty one.</summary>
    /// <exception cref="IOException">It is another program's, another kind of ours, or newer.</exception>
    public void Prepare(SqliteFile file)
    {
        var isReady = false;
        file.ReadAtOnce(() => isReady = IsReady(file));
        if (isReady)
        {
            return;
        }

        file.ExecuteOnceFree("PRAGMA journal_mode=WAL");
        file.Transact((Schema: this, File: file), static both =>
        {
            // Another process may have made them meanwhile.
            if (!both.Schema.IsReady(both.File))
            {
                both.File.Execute(both.Schema.Sql);
                both.File.Execute(
                    $"PRAGMA application_id={both.Schema.ApplicationId}; PRAGMA user_version={both.Schema.Version}");
            }
        });
    }

    private bool IsReady(SqliteFile file)
    {
        var application = file.Number("PRAGMA application_id");
        var version = file.Number("PRAGMA user_version");
        if (application == 0 && version == 0 && file.Number("SELECT count(*) FROM sqlite_schema") == 0)
        {
            return false;
        }

        if (application != ApplicationId)
        {
            throw new IOException(
                $"{file.Path} is a SQLite database of something else, not {What}. Give it a file of its own.");
        }

        return version <= Version
            ? true
            : throw new IOException(
                $"{file.Path} is {What} of version {version}; this program reads version {Version}. Use the "
                + "program that"
                + " wrote it, or a newer one, or begin anew with another file.");
    }
}
