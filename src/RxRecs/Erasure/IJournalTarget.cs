using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Learns the events of a journal: a recommender, or a pipeline of operators.</summary>
internal interface IJournalTarget<in TEvent> : IDisposable
{
    /// <summary>Tells how far event time has come, in ticks, of each part that knows of time; a copy.</summary>
    long[] Times { get; }

    void Learn(TEvent value);

    /// <summary>Lets event time move on; a time that has been reached changes nothing.</summary>
    void AdvanceTo(ReadOnlySpan<long> times);

    void Complete();

    /// <summary>Removes what is kept under a user's id, where that can be done at once.</summary>
    void ForgetUser(object user);

    void Snapshot(SnapshotWriter writer);

    void Restore(SnapshotReader reader);
}
