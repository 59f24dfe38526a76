using System.Text.Json.Serialization;

namespace RxRecs;

/// <summary>The message that a new session has begun.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TSession">The sessions' type.</typeparam>
public sealed record NewSessionStarted<TUser, TSession>(
    [property: JsonPropertyName("session_id")] TSession SessionId,
    [property: JsonPropertyName("user_id")] TUser UserId);
