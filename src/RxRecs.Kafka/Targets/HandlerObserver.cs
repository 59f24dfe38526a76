namespace RxRecs.Kafka;

/// <summary>The end of a run whose records, or results, go to a handler: a task, and a taker of dead letters if there
/// is one.</summary>
internal sealed class HandlerObserver<TItem>(Action<DeadLetter>? deadLetters) : TopicObserver<TItem>
{
    private readonly TaskCompletionSource<ReadCounts> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the run.</summary>
    public Task<ReadCounts> End => _end.Task;

    public override bool TakesDeadLetters => deadLetters is not null;

    /// <summary>The run has ended without a word to the observer: with what the taker of dead letters threw.</summary>
    public void Abort(Exception error) => _end.TrySetException(error);

    protected override void Send(TItem value) => throw new NotSupportedException("What is read goes to the handler.");

    protected override void Send(DeadLetter letter) => deadLetters!(letter);

    protected override void Complete(ReadCounts counts, long late) => _end.TrySetResult(counts);

    protected override void Fail(Exception error) => _end.TrySetException(error);
}
