using RxRecs.Machines;

namespace RxRecs;

/// <summary>Keeps windows that are emitted once, when they close. Times are UTC ticks.</summary>
internal interface IClosingWindows<TEvent, TKey, TAccumulate>
{
    /// <summary>Collects the windows that end by a watermark; those behind the greatest time are partial.</summary>
    void PrepareToClose(long watermark, long greatest);

    /// <summary>Drops and emits what <see cref="PrepareToClose"/> has collected.</summary>
    void Close(long watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output);

    void Snapshot(SnapshotWriter writer, long watermark);

    void Restore(SnapshotReader reader, long watermark);
}
