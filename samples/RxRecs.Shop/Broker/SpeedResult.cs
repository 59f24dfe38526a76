using System.Runtime.InteropServices;

namespace RxRecs.Shop.Broker;

/// <summary>One of the things that the speed layer has to say; the others are null.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpeedResult
{
    /// <summary>The number of events that its partition has taken, those before a restart included.</summary>
    public long? Events { get; init; }

    public LastItems<Id, Id>? Recent { get; init; }

    public CartChange<Id, Id>? Cart { get; init; }

    public TimedList? List { get; init; }
}
