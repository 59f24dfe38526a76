using System.Collections;
using System.Runtime.ExceptionServices;

namespace RxRecs;

/// <summary>
/// One enumeration of a sequence on a thread of its own: a ring of batches, of which that thread fills one while this
/// one is enumerated. The lock is taken per batch alone.
/// </summary>
internal sealed class ReadAheadEnumerator<T> : IEnumerator<T>
{
    private const int MostBatches = 8;
    private readonly IEnumerable<T> _source;
    private readonly T[][] _batches;
    private readonly int[] _counts;
    private readonly object _gate = new();
    private Thread? _reader;
    private Exception? _error;
    private long _filled;
    private long _emptied;
    private bool _hasEnded;
    private volatile bool _isDisposed;
    private T[] _current = [];
    private int _count;
    private int _index = -1;

    public ReadAheadEnumerator(IEnumerable<T> source, int count)
    {
        _source = source;
        var batches = Math.Min(count, MostBatches);
        _batches = [.. Enumerable.Range(0, batches).Select(_ => new T[count / batches])];
        _counts = new int[batches];
    }

    public T Current => _current[_index];

    object? IEnumerator.Current => Current;

    public bool MoveNext() => ++_index < _count || MoveToBatch();

    public void Reset() => throw new NotSupportedException("Enumerate the sequence anew.");

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.Pulse(_gate);
        }

        _reader?.Join();
        (_current, _count, _index) = ([], 0, -1);
    }

    private bool MoveToBatch()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_reader is null)
        {
            _reader = new Thread(Read) { IsBackground = true, Name = nameof(RecsObservable.ReadAhead) };
            _reader.Start();
        }

        lock (_gate)
        {
            if (_count > 0)
            {
                _emptied++;
                Monitor.Pulse(_gate);
            }

            while (_filled == _emptied && !_hasEnded)
            {
                Monitor.Wait(_gate);
            }

            (_count, _index) = (0, -1);
            if (_filled > _emptied)
            {
                var next = (int)(_emptied % _batches.Length);
                (_current, _count, _index) = (_batches[next], _counts[next], 0);
                return true;
            }
        }

        if (_error is { } error)
        {
            _error = null;
            ExceptionDispatchInfo.Throw(error);
        }

        return false;
    }

    private void Read()
    {
        Exception? error = null;
        try
        {
            using var values = _source.GetEnumerator();
            while (TryWaitForRoom(out var batch) && Fill(batch, values, out error))
            {
            }
        }
        catch (Exception failure)
        {
            error ??= failure;
        }

        lock (_gate)
        {
            (_error, _hasEnded) = (error, true);
            Monitor.Pulse(_gate);
        }
    }

    private bool TryWaitForRoom(out T[] batch)
    {
        lock (_gate)
        {
            while (_filled - _emptied == _batches.Length && !_isDisposed)
            {
                Monitor.Wait(_gate);
            }

            batch = _batches[(int)(_filled % _batches.Length)];
            return !_isDisposed;
        }
    }

    /// <summary>Fills a batch and hands it over; false where the source has ended, or failed with an error.</summary>
    private bool Fill(T[] batch, IEnumerator<T> values, out Exception? error)
    {
        var count = 0;
        error = null;
        try
        {
            while (count < batch.Length && !_isDisposed && values.MoveNext())
            {
                batch[count++] = values.Current;
            }
        }
        catch (Exception failure)
        {
            error = failure;
        }

        if (count > 0)
        {
            HandOver(count);
        }

        return count == batch.Length && error is null;
    }

    private void HandOver(int count)
    {
        lock (_gate)
        {
            _counts[(int)(_filled % _batches.Length)] = count;
            _filled++;
            Monitor.Pulse(_gate);
        }
    }
}
