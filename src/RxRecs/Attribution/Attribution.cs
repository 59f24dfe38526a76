using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Analytics;

/// <summary>Represents a conversion and the touch that it is credited to.</summary>
/// <param name="Conversion">The conversion.</param>
/// <param name="Touch">The touch; the default value where there is none.</param>
/// <param name="Lag">The event time from the touch to the conversion, not negative; null where there is no
/// touch.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
public readonly record struct Attribution<TEvent>(TEvent Conversion, TEvent? Touch, TimeSpan? Lag)
{
    /// <summary>Gets a value indicating whether there is a touch.</summary>
    [MemberNotNullWhen(true, nameof(Touch))]
    [MemberNotNullWhen(true, nameof(Lag))]
    public bool IsAttributed => Lag is not null;
}
