using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>Limits the items of each group.</summary>
internal sealed class GroupCap<TItem, TGroup>(string name, int most, GroupCap<TItem, TGroup>.TryGetGroup tryGetGroup)
    : IListRule<TItem>
    where TGroup : notnull
{
    private readonly Dictionary<TGroup, int> _counts = [];

    /// <summary>Finds the group of an item; false where it has none.</summary>
    public delegate bool TryGetGroup(TItem item, out TGroup group);

    public string Name => name;

    public void Apply(List<Recommendation<TItem>> list, int count)
    {
        _counts.Clear();
        var kept = 0;
        for (var i = 0; i < list.Count; i++)
        {
            if (IsWithin(list[i].Item))
            {
                list[kept++] = list[i];
            }
        }

        list.RemoveRange(kept, list.Count - kept);
    }

    private bool IsWithin(TItem item) =>
        !tryGetGroup(item, out var group)
        || ++CollectionsMarshal.GetValueRefOrAddDefault(_counts, group, out _) <= most;
}
