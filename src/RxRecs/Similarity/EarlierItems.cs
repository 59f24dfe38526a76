namespace RxRecs;

/// <summary>
/// The items that each user has had before the last ones, each once, up to a bound: memory is taken for users who have
/// had so many alone.
/// </summary>
internal sealed class EarlierItems(int capacity)
{
    private const int None = -1;
    private int[]?[] _items = [];
    private int[] _counts = [];

    /// <summary>The items, the oldest first.</summary>
    public ReadOnlySpan<int> Of(int user) => user < _counts.Length ? _items[user].AsSpan(0, _counts[user]) : [];

    /// <summary>Adds the newest item of a user and returns the one that had to go, or -1.</summary>
    public int Add(int user, int item)
    {
        if (capacity == 0)
        {
            return item;
        }

        MakeRoom(user);
        ref var count = ref _counts[user];
        var items = _items[user]!;
        var oldest = None;
        if (count == capacity)
        {
            oldest = items[0];
            items.AsSpan(1, --count).CopyTo(items);
        }

        items[count++] = item;
        return oldest;
    }

    /// <summary>Takes an item out, if it is there.</summary>
    public bool Remove(int user, int item)
    {
        var items = Of(user);
        var place = items.IndexOf(item);
        if (place < 0)
        {
            return false;
        }

        items[(place + 1)..].CopyTo(_items[user].AsSpan(place));
        _counts[user]--;
        return true;
    }

    public void Clear(int user)
    {
        if (user < _counts.Length)
        {
            _counts[user] = 0;
        }
    }

    public void Clear() => Array.Clear(_counts);

    private void MakeRoom(int user)
    {
        if (user >= _counts.Length)
        {
            var size = Math.Max(4, user * 2);
            Array.Resize(ref _items, size);
            Array.Resize(ref _counts, size);
        }

        var items = _items[user];
        if (_counts[user] == (items?.Length ?? 0) && _counts[user] < capacity)
        {
            Array.Resize(ref items, Math.Min(capacity, Math.Max(4, _counts[user] * 2)));
            _items[user] = items;
        }
    }
}
