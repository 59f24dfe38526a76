namespace RxRecs.Kafka;

/// <summary>Says where a partition has to begin again because what was handed on may not have arrived.</summary>
/// <param name="Position">The least offset handed on; of the results of a pipeline that is saved, the least
/// number. <see cref="long.MaxValue"/> for none.</param>
internal readonly record struct Delivery(long Position)
{
    public static Delivery None => new(long.MaxValue);

    public static Delivery Least(Delivery one, Delivery other) =>
        new(Math.Min(one.Position, other.Position));
}
