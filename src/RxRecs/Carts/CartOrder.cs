namespace RxRecs;

/// <summary>The order of a cart's open lines.</summary>
public enum CartOrder : byte
{
    /// <summary>The item that was added last comes first.</summary>
    NewestFirst,

    /// <summary>The item that was added last comes last.</summary>
    OldestFirst,
}
