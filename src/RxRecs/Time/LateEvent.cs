using System.Globalization;
using System.Text;

namespace RxRecs;

/// <summary>
/// Represents an event that came behind the watermark: it is not in the results, and it is not lost. A class, so that
/// the results it travels beside stay small; late events are rare.
/// </summary>
/// <param name="Event">The event itself.</param>
/// <param name="EventTime">The event's time, in UTC.</param>
/// <param name="Watermark">The watermark at the moment when the event came.</param>
/// <param name="Count">The number of late events so far, this one included.</param>
/// <typeparam name="TEvent">The event's type.</typeparam>
public sealed record LateEvent<TEvent>(TEvent Event, DateTimeOffset EventTime, DateTimeOffset Watermark, long Count)
{
    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"Event = {Event}, EventTime = {EventTime:u}, Watermark = {Watermark:u}, Count = {Count}");
        return true;
    }
}
