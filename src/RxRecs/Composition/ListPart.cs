using RxRecs.Machines;

namespace RxRecs;

/// <summary>A user's own stream of candidates: the newest list of each key.</summary>
internal sealed class ListPart<TValue, TUser, TItem>(
    RecommendationSource source,
    IObservable<TValue> stream,
    Func<TValue, TUser> userSelector,
    Func<TValue, IReadOnlyList<TItem>> itemsSelector,
    int maxUsers,
    int maxItems) : StreamPart<TValue>(stream, () => maxUsers)
    where TUser : notnull
{
    public NewestLists<TUser, TItem> Lists { get; } = new(maxUsers, maxItems);

    public override void Put(TValue value) =>
        Lists.Put(UserOf(value), itemsSelector(value) ?? throw Missing("list"));

    public override void ForgetKey(object key) => Lists.ForgetKey(key);

    public override void Snapshot(SnapshotWriter writer) => Lists.Snapshot(writer);

    public override void Restore(SnapshotReader reader) => Lists.Restore(reader);

    protected override object? KeyOf(TValue value) => UserOf(value);

    protected override bool TryRead(object machine) => false;

    private TUser UserOf(TValue value) => userSelector(value) ?? throw Missing("user");

    private InvalidOperationException Missing(string what) => new(
        $"The stream of candidates '{source}' gave a null {what}. Give an empty list where there is nothing, and " +
        "leave values without a user out with Where.");
}
