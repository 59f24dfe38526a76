using System.Text;

namespace RxRecs.Postgres;

/// <summary>Names of schemas, tables, columns and channels, as SQL takes them.</summary>
internal static class Identifier
{
    /// <summary>PostgreSQL cuts what is longer, and two names would be one.</summary>
    private const int MaxBytes = 63;

    public static void Check(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (Encoding.UTF8.GetByteCount(name) > MaxBytes || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"A name in the database has at most {MaxBytes} bytes of UTF-8, and no U+0000.", parameter);
        }
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
