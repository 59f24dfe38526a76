using System.Runtime.InteropServices;

namespace RxRecs.Shop.Broker;

/// <summary>One of the things that the speed layer has to say; the others are null.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpeedResult
{
    /// <summary>How many events its partition has taken, those before a restart included.</summary>
    public long? Events { get; init; }

    public LastItems<long, long>? Recent { get; init; }

    public CartChange<long, long>? Cart { get; init; }

    public RecommendationList<long, long>? List { get; init; }
}
