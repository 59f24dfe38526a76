namespace RxRecs.Kafka;

/// <content>What is known of a partition in hand.</content>
internal sealed partial class PipelineTarget<T, TResult>
{
    private sealed class Part
    {
        public PartitionPipeline<T, TResult>? Pipeline { get; set; }

        public Checkpoint? Checkpoint { get; set; }

        public int Generation { get; set; }

        /// <summary>Tells whether it begins with a topic made anew, and nothing of that is saved yet.</summary>
        public bool IsAnew { get; set; }

        /// <summary>Tells whether the pipeline has not taken the whole history yet, and is not saved.</summary>
        public bool IsBeforeHistory { get; set; }

        /// <summary>Tells whether the pipeline's state is beyond what has arrived, so that it is not saved.</summary>
        public bool IsCut => Pipeline is { IsCut: true } or { Failure: not null };

        /// <summary>Gives the offset up to which everything is processed, where results go to a handler.</summary>
        public long Position { get; set; }

        /// <summary>Gives the number up to which all results had been handled when that was last noted.</summary>
        public long Handled { get; set; }

        /// <summary>Gives the state that is saved once its results have been handled; null for none.</summary>
        public Mark? Mark { get; set; }

        /// <summary>Gives by how much event time advances once what came before has been handled.</summary>
        public TimeSpan QuietDue { get; set; }

        /// <summary>Tells whether the pipeline completes once what came before has been handled.</summary>
        public bool IsCompletionDue { get; set; }

        public bool IsAnythingDue => IsCompletionDue || QuietDue > TimeSpan.Zero;

        /// <summary>Tells whether the partition is about to go.</summary>
        public bool IsSettled { get; set; }

        /// <summary>Records since the checkpoint on which the pipeline had failed.</summary>
        public HashSet<long>? Skipped { get; set; }
    }
}
