namespace RxRecs.Hosting;

/// <summary>Names how far the run of a pipeline has come.</summary>
public enum PipelineState
{
    /// <summary>The host has not started it yet.</summary>
    NotStarted,

    /// <summary>It connects, restores its state and reads what was there before it started.</summary>
    CatchingUp,

    /// <summary>State is restored, and all that was there at the start has been read.</summary>
    Ready,

    /// <summary>Its source has completed, or the host has stopped it.</summary>
    Completed,

    /// <summary>It has ended with an error.</summary>
    Failed,
}
