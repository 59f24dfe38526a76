using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>A message of the topic <c>user-events</c>: a session has begun, or what is recommended in it.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">Whose.</param>
/// <param name="RecommendedItem">The item; null in the message that the session has begun.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UserEvent(string Session, long User, long? RecommendedItem);
