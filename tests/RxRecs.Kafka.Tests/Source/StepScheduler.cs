using System.Collections.Concurrent;

namespace RxRecs.Kafka.Source;

/// <summary>Runs tasks on the test's thread when it is told to.</summary>
internal sealed class StepScheduler : TaskScheduler
{
    private readonly ConcurrentQueue<Task> _queued = new();

    /// <summary>Runs what is queued.</summary>
    public void RunQueued()
    {
        while (_queued.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Ends what a handler awaits, with an error if there is one, and runs what goes on then.</summary>
    public void End(TaskCompletionSource awaited, Exception? error = null)
    {
        // What waits for the task goes on within this call unless the thread belongs to somebody.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        if (error is null)
        {
            awaited.SetResult();
        }
        else
        {
            awaited.SetException(error);
        }

        SynchronizationContext.SetSynchronizationContext(context);
        RunQueued();
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _queued;

    protected override void QueueTask(Task task) => _queued.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
