namespace RxRecs.Recommenders;

/// <summary>Holds how interactions are read where users are forgotten and merged.</summary>
public static class UserSelectors
{
    /// <summary>Gives how an interaction tells its user and its visit.</summary>
    public static UserSelectors<Interaction, Id> Interactions { get; } = new()
    {
        User = static value => value.User,
        HasUser = static value => !value.User.IsNone,
        Session = static value => value.Session,
        WithUser = static (value, user) => value with { User = user },
    };
}
