using System.Net.Sockets;
using Npgsql;

namespace RxRecs.Postgres;

/// <summary>Says what is wrong with a database, and what to do, and whether it may pass by itself.</summary>
internal static class PostgresProblem
{
    private const int ClassLength = 2;
    private const string IdleInTransaction = "25P03";

    /// <summary>Gives the error of a database; without its cause, whose text could say what is nobody's
    /// business.</summary>
    public static IOException Of(string where, Exception error) => error is PostgresException server
        ? new IOException($"{where}: {Advice(server.SqlState)} (PostgreSQL: {server.MessageText}, {server.SqlState})")
        : new IOException($"{where}: the database cannot be reached. Is it running, and may this host connect to it?"
            + $" ({Innermost(error).Message})");

    /// <summary>Tells whether it makes sense to try again: the database is away, busy, full or starting.</summary>
    public static bool Passes(Exception error) => error switch
    {
        PostgresException server => Class(server.SqlState) is "08" or "53" or "57"
            || server.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction
                or IdleInTransaction,
        NpgsqlException npgsql => npgsql.IsTransient,
        _ => IsOfDatabase(error),
    };

    /// <summary>Tells whether an exception comes from the database or from the way to it.</summary>
    public static bool IsOfDatabase(Exception error) => error is NpgsqlException or SocketException or TimeoutException;

    private static string Advice(string code) => code switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "the database does not let this user in. Look at user and password of the connection string, and at the"
            + " server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => "the server has no such database. Make it, or name another one.",
        PostgresErrorCodes.InsufficientPrivilege =>
            "this user may not do that. A store needs the right to make its schema and tables once, and then USAGE on"
            + " the schema, SELECT, INSERT, UPDATE and DELETE on the tables, and TEMP on the database.",
        PostgresErrorCodes.DiskFull =>
            "the server's disk is full, and nothing of this save was kept. Make room; what was saved before is whole.",
        PostgresErrorCodes.TooManyConnections =>
            "the server has no connection left. Raise max_connections, or let fewer clients connect.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "the server takes no changes: it is a replica, or not yet the new primary.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
            "a table or column is not there: it was dropped or renamed while it was used.",
        PostgresErrorCodes.DuplicateTable =>
            "the schema has a table of that name of another program. Give the store a schema of its own.",
        _ when Class(code) is "08" or "57" => "the database has ended the connection, or is starting or stopping.",
        _ when Class(code) == "53" => "the server lacks something that it needs.",
        _ when Class(code) == "40" => "another transaction was in the way.",
        _ => "PostgreSQL refuses.",
    };

    private static string Class(string code) => code.Length < ClassLength ? "" : code[..ClassLength];

    private static Exception Innermost(Exception error) =>
        error.InnerException is { } inner ? Innermost(inner) : error;
}
