namespace RxRecs.Recommenders;

/// <summary>Holds the selectors of interactions for forgetting and merging users.</summary>
public static class UserSelectors
{
    /// <summary>Gets the selectors of an interaction's user and visit.</summary>
    public static UserSelectors<Interaction, Id> Interactions { get; } = new()
    {
        User = static value => value.User,
        HasUser = static value => !value.User.IsNone,
        Session = static value => value.Session,
        WithUser = static (value, user) => value with { User = user },
    };
}
