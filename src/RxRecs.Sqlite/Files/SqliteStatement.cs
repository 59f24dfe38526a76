using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SQLitePCL;

namespace RxRecs.Sqlite;

/// <summary>A prepared statement: bind the parameters from 1 on, run it, or step through its rows and reset
/// it.</summary>
internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt statement) : IDisposable
{
    private const int OnStack = 1024;

    // Half of a surrogate pair would become another text, and two names one.
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public SqliteStatement Bind(int parameter, long value)
    {
        file.Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    /// <summary>Binds a text, as UTF-8.</summary>
    /// <exception cref="ArgumentException">It is no text.</exception>
    public SqliteStatement Bind(int parameter, string text)
    {
        var most = StrictUtf8.GetMaxByteCount(text.Length);
        var bytes = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        return BindText(parameter, bytes[..StrictUtf8.GetBytes(text, bytes)]);
    }

    public SqliteStatement Bind(int parameter, DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[32];
        time.UtcDateTime.TryFormat(bytes, out var length, "O", CultureInfo.InvariantCulture);
        return BindText(parameter, bytes[..length]);
    }

    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        file.Check(utf8.IsEmpty
            ? raw.sqlite3_bind_text(statement, parameter, "")
            : raw.sqlite3_bind_text(statement, parameter, utf8));
        return this;
    }

    public SqliteStatement BindBlob(int parameter, ReadOnlySpan<byte> bytes)
    {
        file.Check(bytes.IsEmpty
            ? raw.sqlite3_bind_zeroblob(statement, parameter, 0)
            : raw.sqlite3_bind_blob(statement, parameter, bytes));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        var result = raw.sqlite3_step(statement);
        file.Check(result);
        Reset();
    }

    /// <summary>Goes to the next row; resets itself behind the last.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            try
            {
                file.Check(result);
            }
            finally
            {
                Reset();
            }
        }

        Reset();
        return false;
    }

    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>The bytes of a column, until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Reads a time.</summary>
    /// <exception cref="IOException">The column holds no time.</exception>
    public DateTimeOffset Time(int column) =>
        Utf8Parser.TryParse(Bytes(column), out DateTimeOffset time, out var length, 'O')
            && length == Bytes(column).Length
            ? time
            : throw new IOException($"{file.Path} holds '{Text(column)}' where a time was written: it was changed.");

    public void Dispose() => statement.Dispose();
}
