using RxRecs.Recommenders;

namespace RxRecs;

/// <content>Items by their content.</content>
public sealed partial class ItemCatalog<TItem>
{
    private readonly List<(ContentOptions Options, ContentIndex Index)> _indexes = [];

    /// <summary>
    /// Gives the index by content, which follows the catalog from then on; made of what is known, and so in no
    /// snapshot.
    /// </summary>
    internal ContentIndex ByContent(ContentOptions options)
    {
        foreach (var (known, made) in _indexes)
        {
            if (known == options)
            {
                return made;
            }
        }

        var index = new ContentIndex(options);
        for (var (i, items) = (0, new[] { _recency, _withdrawn }); i < items.Length; i++)
        {
            for (var slot = items[i].Oldest; slot != RecencyList.None; slot = items[i].NewerThan(slot))
            {
                index.Put(slot, _facts[slot]);
            }
        }

        _indexes.Add((options, index));
        return index;
    }

    internal int Find(TItem item) => _items.Find(item);

    internal TItem ItemAt(int slot) => _items[slot];

    internal long UnitsAt(int slot) => _popular.UnitsOf(slot);

    private void SetFacts(int slot, in ItemFacts facts)
    {
        if (_indexes.Count == 0)
        {
            _facts[slot] = facts;
        }
        else if (_facts[slot] != facts)
        {
            _facts[slot] = facts;
            foreach (var (_, index) in _indexes)
            {
                index.Put(slot, facts);
            }
        }
    }
}
