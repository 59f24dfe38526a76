using RxRecs.Machines;

namespace RxRecs;

/// <summary>Similar items, as <c>SimilarItems</c> gives them.</summary>
internal sealed class SimilarPart<TUser, TItem>(
    IObservable<SimilarItemsList<TUser, TItem>> stream, int maxUsers, int maxItems)
    : StatePart<SimilarItemsList<TUser, TItem>, SimilarItemsState<TUser, TItem>>(stream, maxUsers)
    where TUser : notnull
    where TItem : notnull
{
    private readonly NewestLists<TUser, TItem> _lists = new(maxUsers, maxItems);

    public ICandidateSource<TUser, TItem> Source => State is null
        ? new ListCandidates<TUser, TItem>(RecommendationSource.SimilarItems, _lists, hasPlaces: false)
        : new SimilarItemsCandidates<TUser, TItem>(State);

    protected override ISaved Kept => _lists;

    public bool Knows(TUser user) => State?.Knows(user) ?? _lists.Knows(user);

    public override void Put(SimilarItemsList<TUser, TItem> value) =>
        _lists.Put(value.User, [.. value.Items.Select(each => each.Item)], place => value.Items[place].Score);

    protected override object? KeyOf(SimilarItemsList<TUser, TItem> value) => value.User;
}
