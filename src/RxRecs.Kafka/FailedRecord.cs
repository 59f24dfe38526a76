namespace RxRecs.Kafka;

/// <summary>What becomes of a record that could be parsed, but on which the pipeline fails.</summary>
public enum FailedRecord
{
    /// <summary>The run ends with an error that names the record; nothing is lost, and a restart fails there
    /// again.</summary>
    Stop = 0,

    /// <summary>
    /// The record becomes a dead letter; the pipeline goes back to its state at the last commit, takes what came since
    /// without saying it again, and goes on behind the record. State is saved in memory at each commit for this.
    /// </summary>
    DeadLetter,
}
