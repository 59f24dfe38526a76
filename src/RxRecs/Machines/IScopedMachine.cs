namespace RxRecs.Machines;

/// <summary>A running operator as the one who saves and restores its state sees it, whatever its types.</summary>
internal interface IScopedMachine
{
    /// <summary>Name and version of the machine's snapshots; of an ended one as well.</summary>
    SnapshotFormat Format { get; }

    /// <summary>Tells whether the subscription is over and the state gone.</summary>
    bool HasEnded { get; }

    /// <summary>Tells whether a transition or its delivery is under way.</summary>
    bool IsBusy { get; }

    /// <summary>The machine's watermark; null if it has none, or none yet.</summary>
    DateTimeOffset? Watermark { get; }

    void Snapshot(SnapshotWriter writer);

    void Restore(SnapshotReader reader);

    /// <summary>Ends as it had ended before it was saved: without a flush.</summary>
    void EndAgain();

    /// <summary>Removes what is kept under a key, where the machine knows how.</summary>
    void ForgetKey(object key);

    /// <summary>Moves the watermark ahead and delivers what that closes.</summary>
    void Advance(DateTimeOffset watermark);
}
