using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Puts the events of one instant into the order of a comparer; those that it holds for equal stay in order of arrival.
/// Instants of one event, and those in order already, are left alone. Nothing is allocated once the buffers have grown
/// to the largest instant.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class InstantOrder<TEvent>
{
    private const int LargestKept = 4096;
    private readonly IComparer<TEvent> _comparer;
    private readonly Comparison<int> _order;
    private TEvent[] _events = [];
    private int[] _places = [];

    public InstantOrder(IComparer<TEvent> comparer) => (_comparer, _order) = (comparer, ComparePlaces);

    /// <summary>Orders the results of an instant.</summary>
    public void Sort(Span<EventTimeResult<TEvent, TEvent>> instant)
    {
        if (IsInOrder(instant))
        {
            return;
        }

        Grow(instant.Length);
        for (var i = 0; i < instant.Length; i++)
        {
            (_events[i], _places[i]) = (instant[i].Result!, i);
        }

        var places = _places.AsSpan(0, instant.Length);
        places.Sort(_order);
        for (var i = 0; i < instant.Length; i++)
        {
            instant[i] = _events[places[i]];
        }

        Forget(instant.Length);
    }

    private bool IsInOrder(ReadOnlySpan<EventTimeResult<TEvent, TEvent>> instant)
    {
        for (var i = 1; i < instant.Length; i++)
        {
            if (_comparer.Compare(instant[i - 1].Result!, instant[i].Result!) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private int ComparePlaces(int one, int other)
    {
        var order = _comparer.Compare(_events[one], _events[other]);
        return order != 0 ? order : one.CompareTo(other);
    }

    private void Grow(int count)
    {
        if (count > _places.Length)
        {
            var size = Math.Max(count, Math.Max(4, _places.Length * 2));
            (_events, _places) = (new TEvent[size], new int[size]);
        }
    }

    private void Forget(int count)
    {
        if (_places.Length > LargestKept)
        {
            (_events, _places) = ([], []);
        }
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<TEvent>())
        {
            Array.Clear(_events, 0, count);
        }
    }
}
