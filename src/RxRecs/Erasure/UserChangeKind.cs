namespace RxRecs.Recommenders;

/// <summary>Specifies how the past of a user is to change.</summary>
public enum UserChangeKind : byte
{
    /// <summary>Stands for no change, as in <c>default</c>.</summary>
    None,

    /// <summary>Forgets a user, with all guests and visits that have been merged into the account.</summary>
    Forget,

    /// <summary>Makes a guest's events those of an account.</summary>
    Merge,

    /// <summary>Makes the events of a visit that tell no user those of an account.</summary>
    MergeVisit,
}
