namespace RxRecs;

/// <summary>
/// Slots in order of their last use: a doubly linked list in two arrays, oldest to newest, without a node per
/// slot.
/// </summary>
internal sealed class RecencyList
{
    /// <summary>No slot.</summary>
    public const int None = -1;

    private int[] _newer = [];
    private int[] _older = [];
    private int _newest = None;

    /// <summary>The slot that was used the longest ago, or <see cref="None"/>.</summary>
    public int Oldest { get; private set; } = None;

    /// <summary>The slot used next after another, or <see cref="None"/>.</summary>
    public int NewerThan(int slot) => _newer[slot];

    /// <summary>Adds a slot as the newest.</summary>
    public void Add(int slot)
    {
        if (slot >= _newer.Length)
        {
            var size = Math.Max(slot + 1, Math.Max(4, _newer.Length * 2));
            Array.Resize(ref _newer, size);
            Array.Resize(ref _older, size);
        }

        _older[slot] = _newest;
        _newer[slot] = None;
        if (_newest == None)
        {
            Oldest = slot;
        }
        else
        {
            _newer[_newest] = slot;
        }

        _newest = slot;
    }

    /// <summary>Makes a slot of the list the newest.</summary>
    public void Touch(int slot)
    {
        if (slot != _newest)
        {
            Remove(slot);
            Add(slot);
        }
    }

    /// <summary>Takes a slot out of the list.</summary>
    public void Remove(int slot)
    {
        var (older, newer) = (_older[slot], _newer[slot]);
        if (older == None)
        {
            Oldest = newer;
        }
        else
        {
            _newer[older] = newer;
        }

        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _older[newer] = older;
        }
    }
}
