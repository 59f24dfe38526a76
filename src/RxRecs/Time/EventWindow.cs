using System.Globalization;
using System.Text;

namespace RxRecs;

/// <summary>
/// Represents one window of one key as a value: what happened to the key from <paramref name="Start"/> until before
/// <paramref name="End"/>.
/// </summary>
/// <param name="Key">The key of the window.</param>
/// <param name="Start">The first moment that belongs to the window, in UTC.</param>
/// <param name="End">The first moment that does not, in UTC.</param>
/// <param name="Value">The value that the aggregate makes of the events.</param>
/// <param name="Count">The number of events.</param>
/// <param name="IsPartial">True if the input ended before event time had reached <paramref name="End"/>.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
public readonly record struct EventWindow<TKey, TAccumulate>(
    TKey Key, DateTimeOffset Start, DateTimeOffset End, TAccumulate Value, long Count, bool IsPartial)
{
    internal EventWindow(TKey key, long startTicks, long endTicks, TAccumulate value, long count, bool isPartial)
        : this(key, ToTime(startTicks), ToTime(endTicks), value, count, isPartial)
    {
    }

    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"Key = {Key}, Start = {Start:u}, End = {End:u}, Value = {Value}, Count = {Count}, "
            + $"IsPartial = {IsPartial}");
        return true;
    }

    private static DateTimeOffset ToTime(long ticks) =>
        new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
