namespace RxRecs;

/// <summary>Provides ready-made aggregates of windows.</summary>
public static class WindowAggregate
{
    /// <summary>Counts the events.</summary>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The aggregate.</returns>
    public static WindowAggregate<TEvent, long> Count<TEvent>() =>
        new(static () => 0, static (count, _) => count + 1, static (earlier, later) => earlier + later);

    /// <summary>Sums a number of each event, in the floating point order of arrival.</summary>
    /// <param name="selector">The number.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The aggregate.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selector"/> is null.</exception>
    public static WindowAggregate<TEvent, double> Sum<TEvent>(Func<TEvent, double> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(static () => 0, (sum, value) => sum + selector(value), static (earlier, later) => earlier + later);
    }

    /// <summary>Sums a number of each event exactly, such as a price.</summary>
    /// <param name="selector">The number.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The aggregate; a sum beyond <see cref="decimal.MaxValue"/> ends with an
    /// <see cref="OverflowException"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selector"/> is null.</exception>
    public static WindowAggregate<TEvent, decimal> Sum<TEvent>(Func<TEvent, decimal> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new(static () => 0, (sum, value) => sum + selector(value), static (earlier, later) => earlier + later);
    }
}
