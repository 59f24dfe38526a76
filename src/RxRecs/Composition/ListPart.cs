using RxRecs.Machines;

namespace RxRecs;

/// <summary>A user's own stream of candidates: the newest list of each key.</summary>
internal sealed class ListPart<TValue, TUser, TItem>(
    RecommendationSource source,
    IObservable<TValue> stream,
    Func<TValue, TUser> userSelector,
    Func<TValue, IReadOnlyList<TItem>> itemsSelector,
    int maxUsers,
    int maxItems) : StreamPart<TValue>(stream)
    where TUser : notnull
{
    public NewestLists<TUser, TItem> Lists { get; } = new(maxUsers, maxItems);

    public override void Put(TValue value) => Lists.Put(
        userSelector(value) ?? throw Missing("user"), itemsSelector(value) ?? throw Missing("list"));

    public override void ForgetKey(object key) => Lists.ForgetKey(key);

    public override void Snapshot(SnapshotWriter writer) => Lists.Snapshot(writer);

    public override void Restore(SnapshotReader reader) => Lists.Restore(reader);

    protected override bool TryRead(object machine) => false;

    private InvalidOperationException Missing(string what) => new(
        $"The stream of candidates '{source}' gave a null {what}. Give an empty list where there is nothing, and " +
        "leave values without a user out with Where.");
}
