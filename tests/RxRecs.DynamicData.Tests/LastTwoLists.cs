namespace RxRecs.DynamicData.Tests;

/// <summary>The last two of some ranked lists, and the ranks that follow from them.</summary>
internal sealed class LastTwoLists<TEntry, TKey>(Func<TEntry, TKey> keySelector)
    where TKey : notnull
{
    private IReadOnlyList<TEntry> _before = [];
    private IReadOnlyList<TEntry> _now = [];

    public void Add(IReadOnlyList<TEntry> list) => (_before, _now) = (_now, list);

    public IReadOnlyList<Ranked<TEntry>> Ranks()
    {
        var before = _before.Index().ToDictionary(each => keySelector(each.Item), each => each.Index + 1);
        return
        [
            .. _now.Index().Select(each => new Ranked<TEntry>(
                each.Item,
                each.Index + 1,
                before.TryGetValue(keySelector(each.Item), out var rank) ? rank : null)),
        ];
    }
}
