using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Learns the events of a journal and has results.</summary>
internal interface IResultTarget<in TEvent, TResult> : IJournalTarget<TEvent>
{
    /// <summary>Gives the results since the last time, and keeps none of them.</summary>
    void TakeResults(Action<TResult> take);
}
