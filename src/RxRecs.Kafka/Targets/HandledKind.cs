namespace RxRecs.Kafka;

/// <summary>Names what a handler is for, in messages.</summary>
/// <param name="One">One of them.</param>
/// <param name="Many">Several, at the beginning of a sentence.</param>
/// <param name="At">What stands before its place in the partition.</param>
internal sealed record HandledKind(string One, string Many, string At)
{
    public static HandledKind Record { get; } = new("record", "Records", "at offset");

    public static HandledKind Result { get; } = new("result", "Results", "with number");
}
