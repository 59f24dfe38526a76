using System.Diagnostics;

namespace RxRecs.Testing;

/// <summary>
/// An observer that records results as text, as they arrive, and notes the first breach of the Rx grammar: a
/// notification after the end, two at once, or one after disposal. It never throws on its own account: see
/// <see cref="Breach"/>.
/// </summary>
/// <typeparam name="T">The results' type.</typeparam>
internal sealed class GrammarObserver<T> : IObserver<T>
{
    private readonly List<string> _results = [];
    private readonly Grammar _grammar = new();

    /// <summary>
    /// Runs after each result has been recorded, with its number from 1; may throw, dispose or send
    /// on.
    /// </summary>
    public Action<int>? OnResult { get; set; }

    /// <summary>Runs inside <c>OnError</c> and <c>OnCompleted</c>.</summary>
    public Action? OnEnd { get; set; }

    /// <summary>Tells whether results are kept as text; off for long runs.</summary>
    public bool KeepsResults { get; init; } = true;

    /// <summary>The results as text.</summary>
    public IReadOnlyList<string> Results => _results;

    /// <summary>Tells how many results came.</summary>
    public int Count { get; private set; }

    /// <summary>The error that ended it, or null.</summary>
    public Exception? Error => _grammar.Error;

    /// <summary>Tells whether it was completed.</summary>
    public bool IsCompleted => _grammar.IsCompleted;

    /// <summary>Tells whether an error or completion has come.</summary>
    public bool HasEnded => _grammar.HasEnded;

    /// <summary>The first breach of the grammar, or null.</summary>
    public string? Breach => _grammar.Breach;

    /// <summary>Tells how much deeper the deepest stack at a result was than the first, in frames; sampled.</summary>
    public int StackGrowth { get; private set; }

    /// <summary>Tells whether the subscription is disposed; once it is, every notification is a breach.</summary>
    public bool IsDisposed
    {
        get => _grammar.IsDisposed;
        set => _grammar.IsDisposed = value;
    }

    private int? FirstDepth { get; set; }

    /// <inheritdoc/>
    public void OnNext(T value)
    {
        _grammar.Enter(nameof(OnNext));
        try
        {
            Count++;
            if (KeepsResults)
            {
                _results.Add(ResultText.Of(value));
            }
            else if (Count % 4096 == 1)
            {
                SampleStack();
            }

            OnResult?.Invoke(Count);
        }
        finally
        {
            _grammar.Leave();
        }
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
        _grammar.EnterError(error);
        Leave();
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        _grammar.EnterCompleted();
        Leave();
    }

    private void Leave()
    {
        try
        {
            OnEnd?.Invoke();
        }
        finally
        {
            _grammar.Leave();
        }
    }

    private void SampleStack()
    {
        var depth = new StackTrace(false).FrameCount;
        FirstDepth ??= depth;
        StackGrowth = Math.Max(StackGrowth, depth - FirstDepth.Value);
    }
}
