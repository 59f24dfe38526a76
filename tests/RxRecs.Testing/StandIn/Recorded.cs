using System.Globalization;

namespace Microsoft.Reactive.Testing;

/// <summary>A value and the virtual time at which it was recorded.</summary>
/// <param name="time">The virtual time.</param>
/// <param name="value">The value.</param>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Recorded<T>(long time, T value) : IEquatable<Recorded<T>>
{
    /// <summary>The virtual time.</summary>
    public long Time { get; } = time;

    /// <summary>The value.</summary>
    public T Value { get; } = value;

    /// <summary>Whether two values and their times are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when both are.</returns>
    public static bool operator ==(Recorded<T> left, Recorded<T> right) => left.Equals(right);

    /// <summary>Whether two values or their times differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when either does.</returns>
    public static bool operator !=(Recorded<T> left, Recorded<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Recorded<T> other) =>
        Time == other.Time && EqualityComparer<T>.Default.Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Recorded<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Time, Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Value}@{Time.ToString(CultureInfo.CurrentCulture)}";
}
