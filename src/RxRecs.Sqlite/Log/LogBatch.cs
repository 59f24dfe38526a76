using System.Buffers;

namespace RxRecs.Sqlite;

/// <summary>Events of one call, written as bytes, and what became of them.</summary>
internal sealed class LogBatch
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _ends = [];

    public int Count => _ends.Count;

    /// <summary>Tells where the first stands, once the batch is done.</summary>
    public long First { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Tells why the batch was not kept.</summary>
    public Exception? Error { get; set; }

    /// <summary>Adds an event; its size.</summary>
    public int Add<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var start = _bytes.WrittenCount;
        write(value, _bytes);
        _ends.Add(_bytes.WrittenCount);
        return _bytes.WrittenCount - start;
    }

    public ReadOnlySpan<byte> this[int index] =>
        _bytes.WrittenSpan[(index == 0 ? 0 : _ends[index - 1])..(_ends[index])];

    /// <summary>Makes it empty, with the room that it had.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _ends.Clear();
        (First, IsDone, Error) = (0, false, null);
    }
}
