namespace RxRecs.Recommenders;

/// <summary>
/// Specifies how much an item of a visit counts, by its last place p of L, or a session that shares it, by the step s =
/// L - p + 1.
/// </summary>
public enum PositionWeight
{
    /// <summary>Counts all the same: 1.</summary>
    Same,

    /// <summary>Counts p / L, or 1 / s.</summary>
    Inverse,

    /// <summary>Counts 1 - (L - p) / 10, or 1 - s / 10, and nothing below 0.</summary>
    Linear,

    /// <summary>Counts 1 / log10(L - p + 1.7), or 1 / log10(s + 1.7).</summary>
    Logarithmic,

    /// <summary>Counts (p / L) squared, or 1 / s squared.</summary>
    Quadratic,

    /// <summary>Counts e times less for each so many places before the last.</summary>
    Exponential,
}
