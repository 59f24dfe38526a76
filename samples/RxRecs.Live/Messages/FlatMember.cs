namespace RxRecs.Live.Messages;

/// <summary>Names the members of a <see cref="FlatInteraction"/>.</summary>
internal enum FlatMember
{
    Type,
    Time,
    User,
    Item,
    Session,
    Category,
    CategoryPath,
    Brand,
    Price,
    Quantity,

    /// <summary>Any other.</summary>
    Other,
}
