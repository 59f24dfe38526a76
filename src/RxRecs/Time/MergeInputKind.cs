namespace RxRecs.Machines;

/// <summary>Names what a source that is merged has done.</summary>
internal enum MergeInputKind : byte
{
    /// <summary>It has sent an event.</summary>
    Event = 0,

    /// <summary>It has been silent so long that the others wait for it no more, until it sends again.</summary>
    Idle = 1,

    /// <summary>It has come to its end.</summary>
    Completed = 2,
}
