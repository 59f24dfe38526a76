using DynamicData;

namespace RxRecs.DynamicData.Tests;

/// <summary>
/// Reads change sets as strictly as their contract allows: what is updated or removed is what was told last for the
/// key.
/// </summary>
internal sealed class StrictReader<TObject, TKey>
    where TObject : notnull
    where TKey : notnull
{
    private readonly Dictionary<TKey, TObject> _told = [];
    private readonly HashSet<TKey> _keys = [];

    public IReadOnlyCollection<TObject> Items => _told.Values;

    /// <summary>Takes one change set.</summary>
    /// <exception cref="InvalidOperationException">The set is empty, or one of its changes does not fit.</exception>
    public void Read(IChangeSet<TObject, TKey> set)
    {
        if (set.Count == 0)
        {
            throw new InvalidOperationException("An empty change set.");
        }

        _keys.Clear();
        foreach (var change in set)
        {
            _told.TryGetValue(change.Key, out var told);
            if (Fault(change) is { } fault)
            {
                throw new InvalidOperationException($"{fault}: {change}; told last: {told}");
            }
        }
    }

    private string? Fault(Change<TObject, TKey> change) =>
        !_keys.Add(change.Key) ? "A second change of the key"
        : change is not { CurrentIndex: -1, PreviousIndex: -1 } ? "An index, in a set without order"
        : change.Reason switch
        {
            ChangeReason.Add => Add(change),
            ChangeReason.Update => Update(change),
            ChangeReason.Remove => Remove(change),
            _ => "Neither added, updated nor removed",
        };

    private string? Add(Change<TObject, TKey> change) =>
        _told.TryAdd(change.Key, change.Current) ? null : "Added, but there already";

    private string? Update(Change<TObject, TKey> change)
    {
        if (!IsTold(change.Key, change.Previous.Value))
        {
            return "The previous value is not what was told";
        }

        if (IsTold(change.Key, change.Current))
        {
            return "Updated by what is there already";
        }

        _told[change.Key] = change.Current;
        return null;
    }

    private string? Remove(Change<TObject, TKey> change) =>
        IsTold(change.Key, change.Current) && _told.Remove(change.Key) ? null : "Removed, but not what was told";

    private bool IsTold(TKey key, TObject value) =>
        _told.TryGetValue(key, out var told) && EqualityComparer<TObject>.Default.Equals(told, value);
}
