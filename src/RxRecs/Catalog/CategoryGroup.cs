namespace RxRecs.Recommenders;

/// <summary>Names a category: the first levels of a path, or an id where there is no path.</summary>
internal readonly struct CategoryGroup : IEquatable<CategoryGroup>
{
    private readonly string? _path;
    private readonly int _length;
    private readonly Id _category;

    private CategoryGroup(string? path, int length, Id category) =>
        (_path, _length, _category) = (path, length, category);

    private ReadOnlySpan<char> Levels => _path.AsSpan(0, _length);

    /// <summary>Makes the group of an item; false where no category is known.</summary>
    public static bool TryMake(in ItemFacts facts, int levels, out CategoryGroup group)
    {
        if (string.IsNullOrEmpty(facts.CategoryPath))
        {
            group = new(null, 0, facts.Category);
            return !facts.Category.IsNone;
        }

        var path = facts.CategoryPath;
        var end = -1;
        for (var level = 0; level < levels && end < path.Length; level++)
        {
            end = path.IndexOf('.', end + 1) is >= 0 and var dot ? dot : path.Length;
        }

        group = new(path, end, Id.None);
        return true;
    }

    public bool Equals(CategoryGroup other) =>
        _path is null == other._path is null && Levels.SequenceEqual(other.Levels) && _category == other._category;

    public override bool Equals(object? obj) => obj is CategoryGroup other && Equals(other);

    public override int GetHashCode() =>
        _path is null ? _category.GetHashCode() : string.GetHashCode(Levels, StringComparison.Ordinal);
}
