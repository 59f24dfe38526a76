namespace RxRecs.Tests.Bounds;

/// <summary>The part of each event of a flood that is new.</summary>
public enum KeyShape
{
    /// <summary>Everything: user, session, item, brand and category.</summary>
    Everything,

    /// <summary>Item, brand and category: one user in one session.</summary>
    Items,

    /// <summary>User and session: one item.</summary>
    Users,
}
