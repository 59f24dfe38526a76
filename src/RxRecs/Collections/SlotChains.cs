namespace RxRecs.Recommenders;

/// <summary>
/// Slots in chains by owner, the one added last first: doubly linked lists in arrays, without a node per slot.
/// </summary>
internal sealed class SlotChains
{
    private const int None = -1;
    private int[] _first = [];
    private int[] _newer = [];
    private int[] _older = [];

    /// <summary>The slot of an owner that was added last, or -1.</summary>
    public int First(int owner) => owner < _first.Length ? _first[owner] : None;

    /// <summary>The slot that was added before another, or -1.</summary>
    public int OlderThan(int slot) => _older[slot];

    public void Add(int owner, int slot)
    {
        _first = WithRoom(_first, owner);
        _newer = WithRoom(_newer, slot);
        _older = WithRoom(_older, slot);
        ref var first = ref _first[owner];
        (_older[slot], _newer[slot]) = (first, None);
        if (first != None)
        {
            _newer[first] = slot;
        }

        first = slot;
    }

    /// <summary>Makes a slot of the owner's chain its first.</summary>
    public void Touch(int owner, int slot)
    {
        if (_first[owner] != slot)
        {
            Remove(owner, slot);
            Add(owner, slot);
        }
    }

    /// <summary>Takes a slot out; tells whether the owner has none left.</summary>
    public bool Remove(int owner, int slot)
    {
        var (older, newer) = (_older[slot], _newer[slot]);
        if (newer == None)
        {
            _first[owner] = older;
        }
        else
        {
            _older[newer] = older;
        }

        if (older != None)
        {
            _newer[older] = newer;
        }

        return _first[owner] == None;
    }

    private static int[] WithRoom(int[] array, int index)
    {
        if (index < array.Length)
        {
            return array;
        }

        var before = array.Length;
        Array.Resize(ref array, Math.Max(index + 1, Math.Max(4, before * 2)));
        array.AsSpan(before).Fill(None);
        return array;
    }
}
