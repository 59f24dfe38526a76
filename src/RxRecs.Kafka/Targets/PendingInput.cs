using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>
/// The input without a record that was about to happen when a checkpoint was saved, and happens first after a restart:
/// none, event time that goes on, or the completion of the pipeline.
/// </summary>
internal readonly record struct PendingInput
{
    private const long CompletionCode = -1;
    private readonly long _code;

    private PendingInput(long code) => _code = code;

    /// <summary>Gets the input of a pipeline that was about to complete.</summary>
    public static PendingInput Completion { get; } = new(CompletionCode);

    /// <summary>Gets a value indicating whether the pipeline was about to complete.</summary>
    public bool IsCompletion => _code == CompletionCode;

    /// <summary>Gets the time by which event time was about to go on; null where it was not.</summary>
    public TimeSpan? Advance => _code > 0 ? new(_code) : null;

    /// <summary>Makes the input of event time that goes on.</summary>
    /// <param name="by">The time by which it goes on; zero is no input.</param>
    public static PendingInput AdvanceBy(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return new(by.Ticks);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="SnapshotException">The number stands for no input.</exception>
    public static PendingInput Read(SnapshotReader reader) => reader.ReadInt64() is >= CompletionCode and var code
        ? new(code)
        : throw new SnapshotException("The checkpoint's pending input cannot be: it is damaged.");

    /// <summary>Writes the ticks of the time, 0 for no input, and -1 for the completion.</summary>
    public void Write(SnapshotWriter writer) => writer.WriteInt64(_code);
}
