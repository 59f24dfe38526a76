using System.Globalization;

namespace Microsoft.Reactive.Testing;

/// <summary>From when to when an observer was subscribed, in virtual time.</summary>
/// <param name="subscribe">When the subscription began.</param>
/// <param name="unsubscribe">When it ended.</param>
public readonly struct Subscription(long subscribe, long unsubscribe) : IEquatable<Subscription>
{
    /// <summary>The end of a subscription that has not ended.</summary>
    public const long Infinite = long.MaxValue;

    /// <summary>A subscription that has not ended.</summary>
    /// <param name="subscribe">When it began.</param>
    public Subscription(long subscribe)
        : this(subscribe, Infinite)
    {
    }

    /// <summary>When it began.</summary>
    public long Subscribe { get; } = subscribe;

    /// <summary>When it ended, or <see cref="Infinite"/>.</summary>
    public long Unsubscribe { get; } = unsubscribe;

    /// <summary>Whether two subscriptions span the same time.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they do.</returns>
    public static bool operator ==(Subscription left, Subscription right) => left.Equals(right);

    /// <summary>Whether two subscriptions span different times.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they do.</returns>
    public static bool operator !=(Subscription left, Subscription right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Subscription other) => Subscribe == other.Subscribe && Unsubscribe == other.Unsubscribe;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Subscription other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Subscribe, Unsubscribe);

    /// <inheritdoc/>
    public override string ToString() => Unsubscribe == Infinite
        ? $"({Subscribe.ToString(CultureInfo.CurrentCulture)}, Infinite)"
        : $"({Subscribe.ToString(CultureInfo.CurrentCulture)}, {Unsubscribe.ToString(CultureInfo.CurrentCulture)})";
}
