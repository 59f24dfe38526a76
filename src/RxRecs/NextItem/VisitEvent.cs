namespace RxRecs.Recommenders;

/// <summary>Says what of an event next items are learned from.</summary>
/// <param name="User">The user; null or the default value where only the session is known.</param>
/// <param name="Session">The visit's name; null or empty where there is none.</param>
/// <param name="Item">The item.</param>
/// <param name="EventTime">The time of the event.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct VisitEvent<TUser, TItem>(
    TUser? User, string? Session, TItem Item, DateTimeOffset EventTime)
    where TUser : notnull
    where TItem : notnull;
