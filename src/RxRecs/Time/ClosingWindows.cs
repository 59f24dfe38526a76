using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The windows that a transition closes, collected before any state changes so that a failure leaves all as it
/// was.
/// </summary>
internal sealed class ClosingWindows<TKey, TAccumulate>(IComparer<TKey>? keyOrder)
{
    private const int LargestKept = 4096;
    // A delegate made once: sorting by a comparer object makes one each time.
    private readonly Comparison<EventWindow<TKey, TAccumulate>> _order =
        new WindowOrder<TKey, TAccumulate>(keyOrder).Compare;
    private List<EventWindow<TKey, TAccumulate>> _windows = [];

    public int Count => _windows.Count;

    public void Add(EventWindow<TKey, TAccumulate> window) => _windows.Add(window);

    public void Clear() => _windows.Clear();

    /// <summary>Puts the windows from an index on into their order.</summary>
    public void Sort(int from) => CollectionsMarshal.AsSpan(_windows)[from..].Sort(_order);

    public void EmitTo<TEvent>(Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        foreach (var window in _windows)
        {
            output.Emit(window);
        }

        if (_windows.Capacity > LargestKept)
        {
            _windows = [];
        }

        _windows.Clear();
    }
}
