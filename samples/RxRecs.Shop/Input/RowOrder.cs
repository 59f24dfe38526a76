namespace RxRecs.Shop.Input;

/// <summary>Tells in which order a command needs the events of its input.</summary>
internal enum RowOrder
{
    /// <summary>By time, those of one instant by kind and then by all their fields: whatever order the rows have, the
    /// results are the same.</summary>
    ByFields,

    /// <summary>
    /// By time, those of one instant by kind and then as the rows come: what was predicted is held against what came
    /// next, and the log knows that best.
    /// </summary>
    AsLogged,

    /// <summary>As the rows come: for a command that counts by time.</summary>
    None,
}
