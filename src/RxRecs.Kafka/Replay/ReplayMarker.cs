using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.Replay;

/// <summary>
/// The header that says which row a record is: 8 bytes position, 4 bytes number of partitions, 8 bytes sampling, all
/// big-endian, then the source's name in UTF-8. Partitions and sampling are there because with others, the rows of a
/// partition would be others too.
/// </summary>
internal sealed class ReplayMarker(string source, double share, long seed)
{
    public const string Header = "rxrecs-line";
    private const int FixedLength = 20;
    private readonly byte[] _source = Encoding.UTF8.GetBytes(source);
    private readonly long _sampling = share >= 1 ? 0 : BitConverter.DoubleToInt64Bits(share) ^ UserSample.Mix(seed);

    public enum Finding
    {
        None,
        OtherSource,
        OtherPartitions,
        OtherSampling,
        Ours,
    }

    public string Source { get; } = source;

    public Headers HeadersOf(long position, int partitions)
    {
        var bytes = new byte[FixedLength + _source.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), partitions);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), _sampling);
        _source.CopyTo(bytes.AsSpan(FixedLength));
        return new Headers { { Header, bytes } };
    }

    public Finding Read(Headers? headers, int partitions, out long position)
    {
        position = -1;
        if (headers is null || !headers.TryGetLastBytes(Header, out var bytes)
            || bytes is not { Length: >= FixedLength })
        {
            return Finding.None;
        }

        if (!bytes.AsSpan(FixedLength).SequenceEqual(_source))
        {
            return Finding.OtherSource;
        }

        position = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(8)) != partitions ? Finding.OtherPartitions
            : BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(12)) != _sampling ? Finding.OtherSampling
            : Finding.Ours;
    }
}
