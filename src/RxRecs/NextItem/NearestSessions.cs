namespace RxRecs.Recommenders;

/// <summary>Brings the nearest sessions to the front: similarity, then the newest, then the higher number.</summary>
internal static class NearestSessions
{
    /// <summary>Puts the nearest so many sessions first, in an order that depends on the sessions alone.</summary>
    public static Span<NewestSessions.Session> Select(Span<NewestSessions.Session> sessions, int count)
    {
        if (sessions.Length <= count)
        {
            return sessions;
        }

        // A heap with the farthest on top.
        var heap = sessions[..count];
        for (var place = (count / 2) - 1; place >= 0; place--)
        {
            SiftDown(heap, place, heap[place]);
        }

        foreach (ref var other in sessions[count..])
        {
            if (IsNearer(other, heap[0]))
            {
                var farthest = heap[0];
                SiftDown(heap, 0, other);
                other = farthest;
            }
        }

        return heap;
    }

    private static bool IsNearer(NewestSessions.Session x, NewestSessions.Session y) =>
        x.Similarity != y.Similarity ? x.Similarity > y.Similarity
        : x.Last != y.Last ? x.Last > y.Last
        : x.Number > y.Number;

    private static void SiftDown(Span<NewestSessions.Session> heap, int place, NewestSessions.Session value)
    {
        while ((2 * place) + 1 < heap.Length)
        {
            var child = (2 * place) + 1;
            child += child + 1 < heap.Length && IsNearer(heap[child], heap[child + 1]) ? 1 : 0;
            if (!IsNearer(value, heap[child]))
            {
                break;
            }

            heap[place] = heap[child];
            place = child;
        }

        heap[place] = value;
    }
}
