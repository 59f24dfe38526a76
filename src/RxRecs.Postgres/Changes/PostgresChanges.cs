using System.Data.Common;
using RxRecs.Machines;

namespace RxRecs.Postgres;

/// <summary>Makes streams of what changes in the tables of a shop, such as its products or users.</summary>
public static class PostgresChanges
{
    /// <summary>
    /// Reads the rows of a table in the order of their version column, and goes on with those that change; it does not
    /// complete.
    /// </summary>
    /// <param name="connectionString">
    /// The connection string: host, database, user and what else Npgsql takes; no message shows it.
    /// </param>
    /// <param name="read">
    /// The function that makes a change of the row that the reader stands at. Its first column is the version, behind
    /// it come the table's own: find them by name, with <c>GetOrdinal</c>.
    /// </param>
    /// <param name="options">The table, its version column, and how often it is looked at.</param>
    /// <typeparam name="T">The changes' type, such as <c>ItemChange&lt;Id&gt;</c>.</typeparam>
    /// <returns>The changes. Cold: each subscription has a connection and a thread of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The connection string or the table is empty, or the former cannot be
    /// read.</exception>
    /// <remarks>
    /// <para>
    /// Versions must rise in the order in which transactions commit: a row that becomes visible with a version below
    /// one that was read before is not seen. A column that a sequence or a clock fills does not do that by itself;
    /// <c>docs/postgres.md</c> has a trigger that does, and that notifies.
    /// </para>
    /// <list type="table">
    /// <item><term>Event</term><description>Each row as it is when it is read: of a row that changes twice between two
    /// looks, the newer state. A row that is deleted is not seen; mark it instead. With
    /// <see cref="PostgresChangesOptions.IsLoadedFirst"/>, the rows that are there come within <c>Subscribe</c>, so
    /// that an <c>EnrichAsOf</c> knows the table before the first event; the others on the subscription's
    /// thread.</description></item>
    /// <item><term>Database is away</term><description>It waits, connects again and reads on behind the last row, as
    /// <see cref="PostgresChangesOptions.Retry"/> says; nothing is lost, and nothing comes
    /// twice.</description></item>
    /// <item><term>Error</term><description>An <see cref="IOException"/> where table or column is not there or not of
    /// its type, and where the database stays away or refuses; what <paramref name="read"/>
    /// throws.</description></item>
    /// <item><term>State</term><description>At most <see cref="PostgresChangesOptions.BatchSize"/> rows, and those that
    /// share the version of the last of them. A slow observer holds up the reading alone.</description></item>
    /// <item><term>Disposal</term><description>Nothing is delivered any more; thread and connection end by
    /// themselves.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<T> FromTable<T>(
        string connectionString, Func<DbDataReader, T> read, PostgresChangesOptions options)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Table, nameof(options));
        PostgresServer.Check(connectionString);
        return new ChangeObservable<T>(
            () => new ChangeReader<T>(
                new PostgresServer(connectionString, schema: null, options.Retry, options.Configure), read, options),
            options.IsLoadedFirst);
    }
}
