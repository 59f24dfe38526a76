using System.Runtime.CompilerServices;

namespace RxRecs.Machines;

/// <summary>
/// Holds what a machine has to say about one transition, in order. The buffer is reused: whoever runs the machine takes
/// the results with <see cref="Results"/> after each call and then calls <see cref="Clear"/>. Emitting allocates
/// nothing once the buffer has grown to the largest transition.
/// </summary>
/// <typeparam name="TResult">The results' type.</typeparam>
public sealed class Output<TResult>
{
    private const int LargestKept = 4096;
    private TResult[] _results = new TResult[4];

    /// <summary>Gets the number of results that wait.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Gets the results that wait, first emitted first; valid until the next <see cref="Emit"/> or <see cref="Clear"/>.
    /// </summary>
    public ReadOnlySpan<TResult> Results => _results.AsSpan(0, Count);

    internal TResult this[int index] => _results[index];

    /// <summary>Gives the results from an index on, to be put into another order before anyone takes them.</summary>
    internal Span<TResult> From(int index) => _results.AsSpan(index, Count - index);

    /// <summary>Adds a result.</summary>
    /// <param name="result">The result.</param>
    public void Emit(TResult result) => Next() = result;

    /// <summary>
    /// Adds a result and gives its place, to be written there: a large result is copied once less. What the place holds
    /// is undefined.
    /// </summary>
    internal ref TResult Next()
    {
        if (Count == _results.Length)
        {
            Array.Resize(ref _results, Count * 2);
        }

        return ref _results[Count++];
    }

    /// <summary>Forgets the results that wait. A buffer that one huge transition has grown is given back.</summary>
    public void Clear()
    {
        if (_results.Length > LargestKept)
        {
            _results = new TResult[4];
        }
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<TResult>())
        {
            Array.Clear(_results, 0, Count);
        }

        Count = 0;
    }
}
