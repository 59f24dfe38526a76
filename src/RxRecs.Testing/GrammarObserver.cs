using System.Diagnostics;

namespace RxRecs.Testing;

/// <summary>
/// An observer that records results as text, as they arrive, and notes the first breach of the Rx grammar: a
/// notification after the end, two at once, or one after disposal. It never throws on its own account: see
/// <see cref="Breach"/>.
/// </summary>
/// <typeparam name="T">The results' type.</typeparam>
public sealed class GrammarObserver<T> : IObserver<T>
{
    private readonly List<string> _results = [];
    private int _inside;

    /// <summary>
    /// Runs after each result has been recorded, with its number from 1; may throw, dispose or send
    /// on.
    /// </summary>
    public Action<int>? OnResult { get; set; }

    /// <summary>Runs inside <c>OnError</c> and <c>OnCompleted</c>.</summary>
    public Action? OnEnd { get; set; }

    /// <summary>Whether results are kept as text; off for long runs.</summary>
    public bool KeepsResults { get; init; } = true;

    /// <summary>The results as text.</summary>
    public IReadOnlyList<string> Results => _results;

    /// <summary>How many results came.</summary>
    public int Count { get; private set; }

    /// <summary>The error that ended it, or null.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Whether it was completed.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether an error or completion has come.</summary>
    public bool HasEnded => IsCompleted || Error is not null;

    /// <summary>The first breach of the grammar, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>How much deeper the deepest stack at a result was than the first, in frames; sampled.</summary>
    public int StackGrowth { get; private set; }

    /// <summary>From now on every notification is a breach.</summary>
    public bool IsDisposed { get; set; }

    private int? FirstDepth { get; set; }

    /// <inheritdoc/>
    public void OnNext(T value)
    {
        Enter(nameof(OnNext));
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
            Volatile.Write(ref _inside, 0);
        }
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
        Enter(nameof(OnError));
        Error ??= error;
        Leave();
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        Enter(nameof(OnCompleted));
        IsCompleted = true;
        Leave();
    }

    private void Enter(string name)
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            Breach ??= $"{name} while another notification was under way.";
        }

        if (HasEnded)
        {
            Breach ??= $"{name} after {(IsCompleted ? nameof(OnCompleted) : nameof(OnError))}.";
        }

        if (IsDisposed)
        {
            Breach ??= $"{name} after Dispose had returned.";
        }
    }

    private void Leave()
    {
        try
        {
            OnEnd?.Invoke();
        }
        finally
        {
            Volatile.Write(ref _inside, 0);
        }
    }

    private void SampleStack()
    {
        var depth = new StackTrace(false).FrameCount;
        FirstDepth ??= depth;
        StackGrowth = Math.Max(StackGrowth, depth - FirstDepth.Value);
    }
}
