namespace RxRecs.Recommenders;

/// <summary>Specifies which items of a session the list made before it should have held.</summary>
public enum GroundTruth
{
    /// <summary>Every distinct item of the session, whatever the user did with it.</summary>
    AllItems,

    /// <summary>The first item of the session alone.</summary>
    NextItem,

    /// <summary>Every distinct item that was bought in the session.</summary>
    Purchases,
}
