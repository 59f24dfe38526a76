namespace RxRecs.Kafka;

/// <summary>
/// Keeps which records of a partition are processed when they are not processed in the order of their offsets: a queue
/// of the offsets taken, from the first that is not processed. Taking and processing cost O(1); nothing is allocated
/// once the queue has grown to the largest number of records under way.
/// </summary>
internal sealed class ProcessedOffsets
{
    private long[] _offsets = new long[64];
    private long _first;
    private long _next;

    /// <summary>Counts the offsets that wait, from the first that is not processed.</summary>
    public int Count => (int)(_next - _first);

    /// <summary>The first offset that is not processed, or null if all are.</summary>
    public long? First => _first == _next ? null : _offsets[Slot(_first)];

    /// <summary>Takes note of a record under way; the ticket stands for it.</summary>
    public long Take(long offset)
    {
        if (Count == _offsets.Length)
        {
            Grow();
        }

        _offsets[Slot(_next)] = offset;
        return _next++;
    }

    /// <summary>The record with this ticket is processed.</summary>
    public void Finish(long ticket)
    {
        _offsets[Slot(ticket)] = -1;
        while (_first < _next && _offsets[Slot(_first)] < 0)
        {
            _first++;
        }
    }

    private int Slot(long ticket) => (int)(ticket & (_offsets.Length - 1));

    private void Grow()
    {
        var grown = new long[_offsets.Length * 2];
        for (var ticket = _first; ticket < _next; ticket++)
        {
            grown[(int)(ticket & (grown.Length - 1))] = _offsets[Slot(ticket)];
        }

        _offsets = grown;
    }
}
