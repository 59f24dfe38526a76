namespace RxRecs.Kafka;

/// <summary>
/// Represents the point at which reading ends by itself: never, at the end of the topic, after a quiet time, or with a
/// task. A token or a disposed subscription ends it at any time.
/// </summary>
public sealed class KafkaEnd
{
    private KafkaEnd()
    {
    }

    /// <summary>Gets the end that waits for more until the reading is stopped from outside.</summary>
    public static KafkaEnd Never { get; } = new();

    /// <summary>
    /// Gets the end that completes at the end of the topic: each partition is read up to where it ended when this
    /// member was given it, which closes what is open. A member of a group waits until the group has read all
    /// partitions: it may be given those of one that has died.
    /// </summary>
    public static KafkaEnd EndOfTopic { get; } = new() { IsEndOfTopic = true };

    internal bool IsEndOfTopic { get; private init; }

    internal TimeSpan? Quiet { get; private init; }

    internal Task? Task { get; private init; }

    /// <summary>
    /// Completes once every partition is at its end and nothing has come for a given time; what a merge or a pipeline
    /// without a store still holds goes out first. An unreachable broker is not a quiet one, and a member whose
    /// partitions have all been taken away waits until it is told what comes next.
    /// </summary>
    /// <param name="quiet">The time in which nothing comes.</param>
    /// <returns>The end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quiet"/> is not positive.</exception>
    public static KafkaEnd AfterQuiet(TimeSpan quiet)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(quiet, TimeSpan.Zero);
        return new() { Quiet = quiet };
    }

    /// <summary>
    /// Completes once a task has ended and every partition has been read up to where it ended then: for a reader that
    /// runs beside the writer of its topic. A task that fails or is canceled ends the reading with the same exception.
    /// </summary>
    /// <param name="task">The task, such as that of the writer.</param>
    /// <returns>The end.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> is null.</exception>
    public static KafkaEnd When(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new() { Task = task };
    }
}
