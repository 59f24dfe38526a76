using Npgsql;

namespace RxRecs.Postgres;

/// <summary>Statements whose parameters are texts.</summary>
internal static class Sql
{
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<string> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(Text(value));
        }

        return command;
    }

    public static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    /// <summary>Gives the text that a statement gives; null where it gives none.</summary>
    public static string? Find(NpgsqlConnection connection, string sql, params ReadOnlySpan<string> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar() as string;
    }

    public static void Execute(NpgsqlConnection connection, string sql, params ReadOnlySpan<string> values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }
}
