using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>
/// Leaves out repeated results; see <see cref="KafkaSource.WithoutRepeats"/>. A source's results may be spread over
/// the partitions of the topic, and only within each of them do their numbers rise: so the last number is kept per
/// partition and source.
/// </summary>
/// <typeparam name="T">The type of the values that records were parsed into.</typeparam>
internal sealed class WithoutRepeatsMachine<T> : IMachine<KafkaRecord<T>, KafkaRecord<T>>
{
    /// <summary>Tells how many pairs of partition and source are remembered: 100,000.</summary>
    public const int MaxSources = 100_000;

    private Dictionary<Origin, long> _last = [];

    /// <inheritdoc/>
    public SnapshotFormat Format => new("WithoutRepeats", 1);

    /// <inheritdoc/>
    public void OnEvent(KafkaRecord<T> value, Output<KafkaRecord<T>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!SequenceHeaders.TryReadBytes(value.Headers, out var source, out var number)
            || IsNew(value, source, number))
        {
            output.Emit(value);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<KafkaRecord<T>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_last.Count);
        var ordered = _last
            .OrderBy(pair => pair.Key.Topic, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Partition)
            .ThenBy(pair => Convert.ToHexString(pair.Key.Source), StringComparer.Ordinal);
        foreach (var (origin, number) in ordered)
        {
            writer.WriteString(origin.Topic);
            writer.WriteInt32(origin.Partition);
            writer.WriteCount(origin.Source.Length);
            foreach (var part in origin.Source)
            {
                writer.WriteByte(part);
            }

            writer.WriteInt64(number);
        }
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var count = reader.ReadCount();
        if (count > MaxSources)
        {
            throw new SnapshotException($"{count} sources, more than {MaxSources}: the snapshot is damaged.");
        }

        var restored = new Dictionary<Origin, long>();
        for (var index = 0; index < count; index++)
        {
            var topic = reader.ReadString() ?? throw new SnapshotException("A topic without a name.");
            var partition = reader.ReadInt32();
            var source = new byte[reader.ReadCount()];
            for (var at = 0; at < source.Length; at++)
            {
                source[at] = reader.ReadByte();
            }

            if (!restored.TryAdd(new Origin(topic, partition, source), reader.ReadInt64()))
            {
                throw new SnapshotException("A source stands there twice: the snapshot is damaged.");
            }
        }

        _last = restored;
    }

    private bool IsNew(KafkaRecord<T> record, byte[] source, long number)
    {
        var origin = new Origin(record.Topic, record.Partition, source);
        if (_last.Count >= MaxSources && !_last.ContainsKey(origin))
        {
            return true;
        }

        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, origin, out var known);
        if (known && number <= last)
        {
            return false;
        }

        last = number;
        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Origin(string topic, int partition, byte[] source) : IEquatable<Origin>
    {
        public string Topic { get; } = topic;

        public int Partition { get; } = partition;

        public byte[] Source { get; } = source;

        public bool Equals(Origin other) =>
            Partition == other.Partition
            && string.Equals(Topic, other.Topic, StringComparison.Ordinal)
            && Source.AsSpan().SequenceEqual(other.Source);

        public override bool Equals(object? obj) => obj is Origin other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Topic, StringComparer.Ordinal);
            hash.Add(Partition);
            hash.AddBytes(Source);
            return hash.ToHashCode();
        }
    }
}
