using System.Runtime.InteropServices;

namespace RxRecs.Shop.Broker;

/// <summary>Tells that a new session has begun, or what is recommended in it.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">Whose.</param>
/// <param name="RecommendedItem">The item; none in the message that the session has begun.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SessionMessage(string Session, Id User, Id RecommendedItem);
