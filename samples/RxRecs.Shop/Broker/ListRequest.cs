using System.Runtime.InteropServices;

namespace RxRecs.Shop.Broker;

/// <summary>Asks for a user's list.</summary>
/// <param name="User">The user.</param>
/// <param name="EventTime">The time of the event that calls for it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ListRequest(Id User, DateTimeOffset EventTime);
