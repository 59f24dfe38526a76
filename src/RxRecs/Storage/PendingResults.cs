using System.Buffers;
using System.Runtime.InteropServices;

namespace RxRecs.Storage;

/// <summary>
/// The results of a pipeline since the last save, numbered and written. Those of an event on which the pipeline fails
/// are taken back; those that the store has already are counted and left out.
/// </summary>
internal sealed class PendingResults<TResult>(StoredPipelineOptions<TResult> options, long number, long stored)
    : IObserver<TResult>
{
    private readonly List<StoredResult> _rows = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _numberBefore;
    private int _rowsBefore;

    /// <summary>Tells how many results there were in all.</summary>
    public long Number { get; private set; } = number;

    /// <summary>Tells how many were left out, since the store has them.</summary>
    public long Repeats { get; private set; }

    public int Count => _rows.Count;

    public ReadOnlySpan<StoredResult> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>Begins the results of one event.</summary>
    public void Begin() => (_numberBefore, _rowsBefore) = (Number, _rows.Count);

    /// <summary>Takes back the results of the event.</summary>
    public void TakeBack()
    {
        _rows.RemoveRange(_rowsBefore, _rows.Count - _rowsBefore);
        Number = _numberBefore;
    }

    public void OnNext(TResult value)
    {
        if (Number + 1 <= stored)
        {
            Number++;
            Repeats++;
            return;
        }

        _rows.Add(new StoredResult(
            options.KeySelector(value), Number + 1, options.TimeSelector(value), Bytes(value)));
        Number++;
    }

    public void OnError(Exception error)
    {
        // The pipeline tells by its property Error.
    }

    public void OnCompleted()
    {
        // The pipeline tells by its property HasEnded.
    }

    /// <summary>Forgets what has been saved.</summary>
    public void Clear()
    {
        _rows.Clear();
        _bytes.ResetWrittenCount();
    }

    // Where the buffer grows, the results before keep the array that they were written to.
    private ReadOnlyMemory<byte>? Bytes(TResult value)
    {
        if (options.IsRemoval?.Invoke(value) == true)
        {
            return null;
        }

        var start = _bytes.WrittenCount;
        options.Write(value, _bytes);
        return _bytes.WrittenMemory[start..];
    }
}
