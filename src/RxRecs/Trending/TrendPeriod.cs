using System.Globalization;
using System.Text;

namespace RxRecs;

/// <summary>
/// Represents a span of event time that a trend compares: one bucket, or several one after the other.
/// </summary>
/// <param name="FirstIndex">The number of its first bucket.</param>
/// <param name="LastIndex">The number of its last bucket.</param>
/// <param name="Start">The first instant of the period, in UTC.</param>
/// <param name="End">The first instant after it, in UTC.</param>
public readonly record struct TrendPeriod(long FirstIndex, long LastIndex, DateTimeOffset Start, DateTimeOffset End)
{
    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"FirstIndex = {FirstIndex}, LastIndex = {LastIndex}, Start = {Start:u}, End = {End:u}");
        return true;
    }
}
