using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Holds a session of an item and when it first touched the item, side by side, since they are needed together.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal record struct Posting
{
    /// <summary>Gives the low 32 bits of the session's number.</summary>
    public int Session;

    /// <summary>Gives the time, in ticks of UTC.</summary>
    public long Time;
}
