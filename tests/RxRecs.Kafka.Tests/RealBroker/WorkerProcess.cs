namespace RxRecs.Kafka.RealBroker;

/// <summary>A worker that reads a topic, in a process of its own.</summary>
internal sealed class WorkerProcess(params string[] settings)
    : ChildWorker(ChildProcess.Start, "RxRecs.Kafka.Worker.dll", settings)
{
    private readonly TaskCompletionSource _hasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once the worker has told that it reads.</summary>
    public Task HasRead => _hasRead.Task;

    protected override void OnLine(string line)
    {
        if (line.StartsWith("records ", StringComparison.Ordinal)
            && !line.StartsWith("records 0 ", StringComparison.Ordinal))
        {
            _hasRead.TrySetResult();
        }
    }
}
