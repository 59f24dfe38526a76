using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>The sizes that windows may have.</summary>
internal static class WindowSize
{
    public static long Check(TimeSpan value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Ticks, DateTimeOffset.MaxValue.Ticks, name);
        return value.Ticks;
    }

    /// <summary>Checks a size that may have to be whole days; gives it in days or in ticks.</summary>
    public static long Check(
        TimeSpan value, TimeZoneInfo? zone, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        var ticks = Check(value, name);
        return zone is null ? ticks
            : ticks % TimeSpan.TicksPerDay == 0 ? ticks / TimeSpan.TicksPerDay
            : throw new ArgumentException(
                $"A window's {name} of {value} is not whole days, which TimeZone ({zone.Id}) asks for.", name);
    }
}
