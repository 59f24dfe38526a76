using System.Runtime.InteropServices;

namespace RxRecs.Shop.Broker;

/// <summary>A list for a user, and the time of the event after which it was made.</summary>
/// <param name="List">The list.</param>
/// <param name="EventTime">The time; null where it was made at the end of a run.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimedList(RecommendationList<Id, Id> List, DateTimeOffset? EventTime);
