namespace RxRecs.Hosting;

/// <summary>Specifies how far the run of a pipeline has come.</summary>
public enum PipelineState
{
    /// <summary>The host has not started the pipeline yet.</summary>
    NotStarted,

    /// <summary>The pipeline connects, restores its state and reads what was there before it started.</summary>
    CatchingUp,

    /// <summary>State is restored, and all that was there at the start has been read.</summary>
    Ready,

    /// <summary>The pipeline's source has completed, or the host has stopped it.</summary>
    Completed,

    /// <summary>The pipeline has ended with an error.</summary>
    Failed,
}
