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
}
