using System.Text.Json.Serialization;

namespace RxRecs;

/// <summary>The message that says what is recommended in a new session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose.</param>
/// <param name="RecommendedItem">The item.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TSession">The sessions' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record NewSessionRecommendation<TUser, TSession, TItem>(
    [property: JsonPropertyName("session_id")] TSession SessionId,
    [property: JsonPropertyName("user_id")] TUser UserId,
    [property: JsonPropertyName("recommended_item")] TItem RecommendedItem);
