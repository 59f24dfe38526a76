using System.Data.Common;
using RxRecs.Machines;

namespace RxRecs.Sqlite;

/// <summary>Makes streams of what changes in the tables of a shop, such as its products or users.</summary>
public static class SqliteChanges
{
    /// <summary>
    /// Reads the rows of a table in the order of their version column, and goes on with those that change; it does not
    /// complete.
    /// </summary>
    /// <param name="path">The database of the shop; it is only read.</param>
    /// <param name="read">
    /// Makes a change of the row that the reader stands at. Its first column is the version, behind it come the table's
    /// own: find them by name, with <c>GetOrdinal</c>.
    /// </param>
    /// <param name="options">The table, its version column, and how often it is looked at.</param>
    /// <typeparam name="T">The changes' type, such as <c>ItemChange&lt;Id&gt;</c>.</typeparam>
    /// <returns>The changes. Cold: each subscription has a connection and a thread of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The path, the table or the version column is empty.</exception>
    /// <remarks>
    /// <para>
    /// Versions must rise with every change of any row. One transaction at a time writes to a SQLite file, so a number
    /// that it takes from a counter in the file rises in the order of commits; <c>docs/results.md</c> has triggers that
    /// do that.
    /// </para>
    /// <list type="table">
    /// <item><term>Event</term><description>Each row as it is when it is read: of a row that changes twice between two
    /// looks, the newer state. A row that is deleted is not seen; mark it instead. With
    /// <see cref="SqliteChangesOptions.IsLoadedFirst"/>, the rows that are there come within <c>Subscribe</c>, so that
    /// an <c>EnrichAsOf</c> knows the table before the first event; the others on the subscription's
    /// thread.</description></item>
    /// <item><term>Error</term><description>An <see cref="IOException"/> where file, table or column is not there,
    /// where a version is no whole number, where the file is damaged, and where it stays locked for longer than
    /// <see cref="SqliteChangesOptions.BusyTimeout"/>; what <paramref name="read"/> throws.</description></item>
    /// <item><term>State</term><description>At most <see cref="SqliteChangesOptions.BatchSize"/> rows, and those that
    /// share the version of the last of them. A slow observer holds up the reading alone.</description></item>
    /// <item><term>Disposal</term><description>Nothing is delivered any more; thread and connection end by
    /// themselves.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<T> FromTable<T>(string path, Func<DbDataReader, T> read, SqliteChangesOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Table, nameof(options));
        ArgumentException.ThrowIfNullOrEmpty(options.VersionColumn, nameof(options));
        var file = Path.GetFullPath(path);
        return new ChangeObservable<T>(() => new ChangeReader<T>(file, read, options), options.IsLoadedFirst);
    }
}
