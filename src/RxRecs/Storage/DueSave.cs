namespace RxRecs.Storage;

/// <summary>Tells what of a pipeline is to be saved now.</summary>
internal enum DueSave
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The results alone.</summary>
    Results,

    /// <summary>Results, state and position.</summary>
    Checkpoint,
}
