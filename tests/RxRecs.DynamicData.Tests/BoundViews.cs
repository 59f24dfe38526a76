using System.Reactive.Disposables;
using System.Reactive.Linq;
using DynamicData;
using DynamicData.Binding;

namespace RxRecs.DynamicData.Tests;

/// <summary>Binds change sets in every way that DynamicData offers, and compares what they hold.</summary>
internal sealed class BoundViews<TObject, TKey> : IDisposable
    where TObject : notnull
    where TKey : notnull
{
    private const int Top = 4;
    private readonly CompositeDisposable _subscriptions = [];
    private readonly List<View> _views = [];

    /// <summary>Binds all views; they hear the same change sets.</summary>
    /// <param name="changes">The change sets.</param>
    /// <param name="order">The order on the screen, without ties among the entries of one moment.</param>
    /// <param name="uniqueOrder">An order without any ties, for the binary search.</param>
    public BoundViews(
        IObservable<IChangeSet<TObject, TKey>> changes, IComparer<TObject> order, IComparer<TObject> uniqueOrder)
    {
        var shared = changes.Publish();
        var reader = new StrictReader<TObject, TKey>();
        Add("strict reader", shared.Do(reader.Read), () => reader.Items);
        AddSorted(shared, order, uniqueOrder);
        AddUnsorted(shared);
        AddCaches(shared, order);
        _subscriptions.Add(shared.Connect());
    }

    /// <summary>Compares a cache of the same results as well.</summary>
    public void Compare(IObservableCache<TObject, TKey> cache) =>
        _views.Add(new View("ToCache", () => cache.Items));

    /// <summary>The views that have failed or hold something else.</summary>
    /// <param name="expected">What they should hold, in order.</param>
    public IEnumerable<string> Faults(IReadOnlyList<TObject> expected)
    {
        var all = expected.ToHashSet();
        return _views.Where(view => !view.Holds(expected, all)).Select(view => view.ToString());
    }

    public void Dispose() => _subscriptions.Dispose();

    private void AddSorted(
        IObservable<IChangeSet<TObject, TKey>> changes, IComparer<TObject> order, IComparer<TObject> uniqueOrder)
    {
        var options = new SortAndBindOptions();
        Add("SortAndBind", changes.SortAndBind(out var plain, order, options), () => plain, isOrdered: true);
        Add(
            "SortAndBind without replace and reset",
            changes.SortAndBind(
                out var steps, order, options with { UseReplaceForUpdates = false, ResetThreshold = 0 }),
            () => steps,
            isOrdered: true);
        Add(
            "SortAndBind with many resets",
            changes.SortAndBind(out var reset, order, options with { ResetThreshold = 3, ResetOnFirstTimeLoad = true }),
            () => reset,
            isOrdered: true);
        Add(
            "SortAndBind with binary search",
            changes.SortAndBind(
                out var searched, uniqueOrder, options with { UseBinarySearch = true, ResetThreshold = 0 }),
            () => searched,
            isOrdered: true);
        Add("Sort, Bind", changes.Sort(order).Bind(out var sorted), () => sorted, isOrdered: true);
        Add(
            "SortAndVirtualize, Bind",
            changes.SortAndVirtualize(order, Observable.Return(new VirtualRequest(0, Top))).Bind(out var top),
            () => top,
            isOrdered: true,
            Top);
    }

    private void AddUnsorted(IObservable<IChangeSet<TObject, TKey>> changes)
    {
        Add("Bind", changes.Bind(out var plain), () => plain);
        Add("Bind without reset", changes.Bind(out var steps, BindingOptions.NeverFireReset()), () => steps);
        Add(
            "Bind without replace and reset",
            changes.Bind(out var added, BindingOptions.NeverFireReset(useReplaceForUpdates: false)),
            () => added);
        var list = changes.RemoveKey().AsObservableList();
        _subscriptions.Add(list);
        Add("RemoveKey, AsObservableList", list.Connect(), () => list.Items);
    }

    private void AddCaches(IObservable<IChangeSet<TObject, TKey>> changes, IComparer<TObject> order)
    {
        var cache = changes.AsObservableCache();
        _subscriptions.Add(cache);
        Add("AsObservableCache", cache.Connect(), () => cache.Items);
        Add(
            "AsObservableCache, SortAndBind",
            cache.Connect().SortAndBind(out var bound, order),
            () => bound,
            isOrdered: true);
    }

    private void Add<T>(
        string name,
        IObservable<T> changes,
        Func<IReadOnlyCollection<TObject>> items,
        bool isOrdered = false,
        int top = int.MaxValue)
    {
        var view = new View(name, items, isOrdered, top);
        _views.Add(view);
        _subscriptions.Add(changes.Subscribe(_ => { }, error => view.Error = error));
    }

    private sealed class View(
        string name, Func<IReadOnlyCollection<TObject>> items, bool isOrdered = false, int top = int.MaxValue)
    {
        public Exception? Error { get; set; }

        public bool Holds(IReadOnlyList<TObject> expected, HashSet<TObject> all)
        {
            var held = items();
            return Error is null
                && held.Count == Math.Min(expected.Count, top)
                && (isOrdered ? held.SequenceEqual(expected.Take(top)) : all.SetEquals(held));
        }

        public override string ToString() => $"{name}: {Error?.Message ?? string.Join(", ", items())}";
    }
}
