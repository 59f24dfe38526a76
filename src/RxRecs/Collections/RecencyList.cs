namespace RxRecs;

/// <summary>
/// Slots in order of their last use. Each use is written at the end of a log, and what it leaves behind there is passed
/// over: a use touches one place that is not at hand, where a linked list would touch four.
/// </summary>
/// <remarks>
/// The log has room for half as many again as there are slots. When it is full, it is closed up, which reads three
/// entries per use in the mean and moves the slots in use; nothing is allocated. 10 to 16 bytes per slot.
/// </remarks>
internal sealed class RecencyList
{
    /// <summary>No slot.</summary>
    public const int None = -1;

    private int[] _log = [];
    private int[] _places = [];
    private int _first;
    private int _end;
    private int _count;

    /// <summary>The slot that was used the longest ago, or <see cref="None"/>.</summary>
    public int Oldest
    {
        get
        {
            while (_first < _end && !IsLast(_first))
            {
                _first++;
            }

            return _first < _end ? _log[_first] : None;
        }
    }

    /// <summary>The slot used next after another one of the list, or <see cref="None"/>.</summary>
    public int NewerThan(int slot)
    {
        var at = _places[slot] + 1;
        while (at < _end && !IsLast(at))
        {
            at++;
        }

        return at < _end ? _log[at] : None;
    }

    /// <summary>Adds a slot as the newest.</summary>
    public void Add(int slot)
    {
        if (slot >= _places.Length)
        {
            Array.Resize(ref _places, Math.Max(slot + 1, Math.Max(4, _places.Length * 2)));
        }

        _count++;
        if (_count + (_count / 2) >= _log.Length)
        {
            CloseUp(new int[Math.Max(8, checked(_log.Length * 2))]);
        }

        Append(slot);
    }

    /// <summary>Takes room for so many slots at once, in a list that is empty.</summary>
    public void Reserve(int count)
    {
        _places = new int[count];
        _log = new int[checked(count + (count / 2) + 1)];
    }

    /// <summary>Asks for the memory that <see cref="Touch"/> will need, while there is something else to do.</summary>
    public void Expect(int slot) => Prefetch.Of(in _places[slot]);

    /// <summary>Makes a slot of the list the newest.</summary>
    public void Touch(int slot)
    {
        if (_places[slot] != _end - 1)
        {
            Append(slot);
        }
    }

    /// <summary>Takes a slot out of the list.</summary>
    public void Remove(int slot)
    {
        _places[slot] = None;
        _count--;
    }

    private void Append(int slot)
    {
        if (_end == _log.Length)
        {
            CloseUp(_log);
        }

        _log[_end] = slot;
        _places[slot] = _end++;
    }

    /// <summary>Tells whether an entry is the last use of its slot.</summary>
    private bool IsLast(int at) => _places[_log[at]] == at;

    /// <summary>Writes the last uses one behind the other, from the beginning of a log that may be the same.</summary>
    private void CloseUp(int[] log)
    {
        // Without a branch on what nobody can predict: the next entry is written over one that is passed over.
        var end = 0;
        for (var at = _first; at < _end; at++)
        {
            log[end] = _log[at];
            end += IsLast(at) ? 1 : 0;
        }

        for (var at = 0; at < end; at++)
        {
            _places[log[at]] = at;
        }

        (_log, _first, _end) = (log, 0, end);
    }
}
