namespace RxRecs.Machines;

/// <summary>Can be saved as a part of something greater.</summary>
internal interface ISaved
{
    void Snapshot(SnapshotWriter writer);

    void Restore(SnapshotReader reader);
}
