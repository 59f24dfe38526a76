namespace RxRecs;

/// <summary>
/// Specifies the ways in which the lists of several candidate sources become one. In each, the first source to propose
/// an item gives its reason.
/// </summary>
public enum CandidateMerge
{
    /// <summary>
    /// Puts source after source, each in its own order. The score of the p-th item that source s of S adds to the list
    /// is <c>S - s - 1 + 1 / p</c> (s from 0, p from 1): an item that a filter leaves out, or that an earlier source
    /// has brought, has no place.
    /// </summary>
    Priority,

    /// <summary>
    /// Fuses by reciprocal rank (Cormack, Clarke and Büttcher 2009): the score of an item is the sum of
    /// <c>weight / (60 + p)</c> over the sources of which it is the p-th item that no filter leaves out. Ties: the
    /// earlier source, then the lower item.
    /// </summary>
    ReciprocalRank,

    /// <summary>
    /// Blends by weight: the score of an item is the sum of <c>weight * score / greatest</c> over the
    /// sources that propose it, where <c>greatest</c> is the highest score that the source gives for this list. A
    /// source that finds nothing, or too little, takes nothing from the others. Each is asked for at least 100 items
    /// unless its rule has a quota, so that a short list is the beginning of a longer one. Ties: the earlier source,
    /// then its own order.
    /// </summary>
    Blend,
}
