using RxRecs.Machines;

namespace RxRecs.Csv;

/// <summary>The rows of a table from outside that cannot be read.</summary>
/// <param name="reader">The name of the table's reader in the telemetry.</param>
/// <param name="source">The file.</param>
/// <param name="onDeadLetter">The callback that receives each row.</param>
internal sealed class DeadRows(string reader, string source, Action<DeadLetter>? onDeadLetter)
{
    private long _count;
    private string? _first;

    /// <summary>Sets the current record aside.</summary>
    public void Add(RecordSource records, string problem)
    {
        _count++;
        _first ??= $"line {records.Line}: {problem}";
        SetAsideEvents.Add(reader, SetAsideEvents.Unreadable);
        onDeadLetter?.Invoke(DeadLetter.FromUtf8(records.Line, problem, records.Reader.RawRecord, source));
    }

    /// <summary>Throws if there are rows, and none of them could be read.</summary>
    public void ThrowIfNoneReadable(long readable)
    {
        if (_count > 0 && readable == 0)
        {
            throw new ShopFileException(source, $"none of {_count:N0} rows can be read; {_first}.");
        }
    }
}
