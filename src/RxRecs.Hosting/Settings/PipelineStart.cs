namespace RxRecs.Hosting;

/// <summary>Specifies where reading begins in a partition of which nothing is committed or saved.</summary>
public enum PipelineStart
{
    /// <summary>Starts at the oldest record that is still there.</summary>
    Beginning,

    /// <summary>Starts with the first record that is written from now on.</summary>
    End,
}
