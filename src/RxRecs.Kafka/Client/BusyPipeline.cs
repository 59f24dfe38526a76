namespace RxRecs.Kafka;

/// <summary>Knows whether the pipeline is busy with a record while another thread polls: what that thread does with
/// partitions waits until the record is finished. Only the thread that polls uses it.</summary>
internal sealed class BusyPipeline
{
    private ManualResetEventSlim? _processed;

    /// <summary>Lets another thread poll from now on, until the event is set.</summary>
    public void Begin(ManualResetEventSlim processed) => _processed = processed;

    /// <summary>Nobody polls in its place any more.</summary>
    public void End() => _processed = null;

    /// <summary>Waits until the record is finished, if there is one.</summary>
    public void Wait() => _processed?.Wait(CancellationToken.None);
}
