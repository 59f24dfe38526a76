using System.Collections;

namespace RxRecs;

/// <summary>A sequence that is enumerated on a thread of its own; the values of <c>ReadAhead</c>.</summary>
internal sealed class ReadAheadSequence<T>(IEnumerable<T> source, int count) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new ReadAheadEnumerator<T>(source, count);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
