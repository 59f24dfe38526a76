using System.Numerics;

namespace RxRecs.Recommenders;

/// <summary>
/// Lists to be used again, by their capacity, a power of two: whoever fills and drops lists of many lengths allocates
/// nothing in the steady state, and a short list never keeps the room of a long one.
/// </summary>
/// <remarks>Bound: of each capacity as many lists as there ever were at once.</remarks>
internal sealed class ListPool<TItem>
{
    private const int LeastCapacity = 4;
    private readonly Stack<List<TItem>>[] _free =
        [.. Enumerable.Range(0, 32).Select(static _ => new Stack<List<TItem>>())];


    /// <summary>Gives an empty list with room for so many items.</summary>
    public List<TItem> Take(int count)
    {
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastCapacity, count));
        return FreeOf(capacity).TryPop(out var list) ? list : new List<TItem>(capacity);
    }

    /// <summary>Takes a list back that nobody uses any more.</summary>
    public void Give(List<TItem> list)
    {
        list.Clear();
        FreeOf(list.Capacity).Push(list);
    }

    /// <summary>Adds an item to a list of the pool; where the list is full, a longer one takes its place.</summary>
    public void Add(ref List<TItem> list, TItem item)
    {
        if (list.Count == list.Capacity)
        {
            var longer = Take(list.Count + 1);
            longer.AddRange(list);
            Give(list);
            list = longer;
        }

        list.Add(item);
    }

    private Stack<List<TItem>> FreeOf(int capacity) => _free[BitOperations.Log2((uint)capacity)];
}
