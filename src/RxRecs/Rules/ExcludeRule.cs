namespace RxRecs.Recommenders;

/// <summary>Leaves out what does not pass.</summary>
internal sealed class ExcludeRule<TItem>(string name, Func<TItem, bool> accepts) : IListRule<TItem>
{
    public string Name => name;

    public void Apply(List<Recommendation<TItem>> list, int count)
    {
        var kept = 0;
        for (var i = 0; i < list.Count; i++)
        {
            if (accepts(list[i].Item))
            {
                list[kept++] = list[i];
            }
        }

        list.RemoveRange(kept, list.Count - kept);
    }
}
