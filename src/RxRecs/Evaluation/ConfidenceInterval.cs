namespace RxRecs.Recommenders;

/// <summary>Holds a figure and the interval that it lies in with 95 %.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Value, double Low, double High);
