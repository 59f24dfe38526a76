namespace RxRecs.Kafka;

/// <summary>Compares keys as their types do, and byte arrays by their bytes.</summary>
internal sealed class RecordKeyComparer : IEqualityComparer<object>
{
    public static RecordKeyComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) =>
        x is byte[] one && y is byte[] other ? one.AsSpan().SequenceEqual(other) : object.Equals(x, y);

    public int GetHashCode(object obj)
    {
        if (obj is not byte[] bytes)
        {
            return obj.GetHashCode();
        }

        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
