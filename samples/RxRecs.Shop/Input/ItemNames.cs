using System.Runtime.InteropServices;

namespace RxRecs.Shop.Input;

/// <summary>
/// Knows what the events say about items: the brand and category path of the earliest event that has them, of several
/// at one instant the ordinally first. So they do not depend on the order in which events come.
/// </summary>
internal sealed class ItemNames
{
    private readonly Dictionary<Id, (Name Brand, Name Category)> _items = [];

    /// <summary>Notes what an event says of its item.</summary>
    public void Note(in Interaction next)
    {
        if (next.Brand is not null || next.CategoryPath is not null)
        {
            ref var names = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, next.Item, out _);
            names.Brand.Note(next.Brand, next.EventTime.UtcTicks);
            names.Category.Note(next.CategoryPath, next.EventTime.UtcTicks);
        }
    }

    /// <summary>Notes what is known of an item, as <c>CatalogItems</c> gives it.</summary>
    public void Note(CatalogItem<Id> item) =>
        _items[item.Item] = (new Name(item.Facts.Brand), new Name(item.Facts.CategoryPath));

    public string? Brand(Id item) => _items.GetValueOrDefault(item).Brand.Text;

    public string? Category(Id item) => _items.GetValueOrDefault(item).Category.Text;

    /// <summary>Tells whether two items are of the same category, as far as categories are known.</summary>
    public bool AreOfOneCategory(Id item, Id other) =>
        Category(item) is { } category && category == Category(other);

    private struct Name(string? text)
    {
        private long _ticks;

        public string? Text { get; private set; } = text;

        public void Note(string? text, long ticks)
        {
            if (text is not null && (Text is null || ticks < _ticks || (ticks == _ticks && IsBefore(text, Text))))
            {
                (Text, _ticks) = (text, ticks);
            }
        }

        private static bool IsBefore(string text, string other) => string.CompareOrdinal(text, other) < 0;
    }
}
