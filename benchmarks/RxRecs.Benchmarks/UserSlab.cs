namespace RxRecs.Benchmarks;

/// <summary>
/// The last distinct items of users in one array, a fixed stretch for each, newest last: how one writes it for speed
/// alone, for users who come by the number and stay. Nothing is bounded, saved or handed out.
/// </summary>
internal sealed class UserSlab(int maxUsers, int count)
{
    private readonly Dictionary<long, int> _users = new(maxUsers);
    private readonly int[] _lengths = new int[maxUsers];
    private readonly long[] _items = new long[maxUsers * count];

    /// <summary>Takes an item as its user's newest; gives the length of the user's list.</summary>
    public int Add(long user, long item)
    {
        if (!_users.TryGetValue(user, out var number))
        {
            _users.Add(user, number = _users.Count);
        }

        ref var length = ref _lengths[number];
        var items = _items.AsSpan(number * count, count);
        var at = items[..length].IndexOf(item);
        if (at < 0)
        {
            at = length < count ? length++ : 0;
        }

        items[(at + 1)..length].CopyTo(items[at..]);
        items[length - 1] = item;
        return length;
    }
}
