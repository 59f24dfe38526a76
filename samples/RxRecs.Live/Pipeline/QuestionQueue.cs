using System.Collections.Concurrent;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Questions that need the newest state, in the order in which they came: a bounded number of them, asked by any thread
/// and answered by the pipeline's.
/// </summary>
internal sealed class QuestionQueue(int most) : IDisposable
{
    private const int AnsweredAtOnce = 64;
    private readonly BlockingCollection<Action<LiveMachine>> _waiting = new(most);

    public int Count => _waiting.Count;

    /// <summary>Takes a question.</summary>
    /// <returns>Whether it will be answered; false where too many wait.</returns>
    public bool TryAdd<T>(Func<LiveMachine, T> question, out Task<T> answered)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        answered = answer.Task;
        return _waiting.TryAdd(machine =>
        {
            try
            {
                answer.SetResult(question(machine));
            }
            catch (Exception error)
            {
                answer.SetException(error);
            }
        });
    }

    /// <summary>Answers what waits, or the first of many.</summary>
    /// <returns>The number of questions answered.</returns>
    public int Answer(LiveMachine machine)
    {
        var count = 0;
        while (count < AnsweredAtOnce && _waiting.TryTake(out var answer))
        {
            answer(machine);
            count++;
        }

        return count;
    }

    public void Dispose() => _waiting.Dispose();
}
