using System.Collections.Concurrent;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Questions that need the newest state, in the order in which they came: a bounded number of them, asked by any thread
/// and answered by the pipeline's, until the pipeline ends. Nobody waits for a lock.
/// </summary>
internal sealed class QuestionQueue(int most)
{
    private const int AnsweredAtOnce = 64;
    private readonly ConcurrentQueue<Action<LiveMachine?>> _waiting = new();
    private int _count;
    private volatile bool _hasEnded;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a question.</summary>
    /// <returns>Whether it will be answered, or fail with a <see cref="PipelineEndedException"/>; false where too many
    /// wait, or the pipeline has ended already.</returns>
    public bool TryAdd<T>(Func<LiveMachine, T> question, out Task<T> answered)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        answered = answer.Task;
        if (_hasEnded)
        {
            return false;
        }

        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _waiting.Enqueue(machine =>
        {
            try
            {
                answer.SetResult(question(machine ?? throw new PipelineEndedException()));
            }
            catch (Exception error)
            {
                answer.SetException(error);
            }
        });

        // What ended the pipeline may have looked just before.
        Interlocked.MemoryBarrier();
        if (_hasEnded)
        {
            Answer(null, int.MaxValue);
        }

        return true;
    }

    /// <summary>Answers what waits, or the first of many.</summary>
    /// <returns>The number of questions answered.</returns>
    public int Answer(LiveMachine machine) => Answer(machine, AnsweredAtOnce);

    /// <summary>Takes no question any more; whoever waits gets a <see cref="PipelineEndedException"/>.</summary>
    public void End()
    {
        _hasEnded = true;
        Interlocked.MemoryBarrier();
        Answer(null, int.MaxValue);
    }

    private int Answer(LiveMachine? machine, int atOnce)
    {
        var count = 0;
        while (count < atOnce && _waiting.TryDequeue(out var answer))
        {
            Interlocked.Decrement(ref _count);
            answer(machine);
            count++;
        }

        return count;
    }
}

/// <summary>Says that the pipeline has ended and answers no question any more.</summary>
internal sealed class PipelineEndedException() : Exception("The pipeline has ended.");
