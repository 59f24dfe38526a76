using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Next items, as <c>NextItems</c> gives them.</summary>
internal sealed class NextItemsPart<TUser, TItem>(
    IObservable<NextItemsList<TUser, TItem>> stream, int maxKeys, int maxItems)
    : StatePart<NextItemsList<TUser, TItem>, NextItemState<TUser, TItem>>(stream, maxKeys)
    where TUser : notnull
    where TItem : notnull
{
    private readonly NewestNextItems<TUser, TItem> _newest = new(maxKeys, maxItems);

    public ICandidateSource<TUser, TItem> Source =>
        State is null ? _newest : new NextItemCandidates<TUser, TItem>(State);

    protected override ISaved Kept => _newest;

    public bool Knows(TUser? user, string? session) =>
        State?.Knows(user, session) ?? _newest.Knows(user, session);

    public override void Put(NextItemsList<TUser, TItem> value) => _newest.Put(value);

    protected override object? KeyOf(NextItemsList<TUser, TItem> value) =>
        NewestNextItems<TUser, TItem>.IsOfUser(value, out var user) ? (user, default(string)) : (user, value.Session);
}
