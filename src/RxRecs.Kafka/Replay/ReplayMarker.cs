using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.Replay;

/// <summary>
/// The header that says which row a record is: 8 bytes position, 4 bytes number of partitions, 8 bytes sampling, all
/// big-endian, then the source's name in UTF-8. Partitions and sampling are there because with others, the rows of a
/// partition would be others too. Where sources share a topic, a further header each (<c>rxrecs-line-before</c>) holds
/// the last of the others, so that the last record of a partition tells for all of them where to go on.
/// </summary>
internal sealed class ReplayMarker(string source, double share, long seed)
{
    public const string Header = "rxrecs-line";
    public const string OtherSourcesHeader = "rxrecs-line-before";

    /// <summary>Tells how many others a record can tell of: a reader takes 32 headers.</summary>
    public const int MostOthers = 16;
    private const int FixedLength = 20;
    private readonly byte[] _source = Encoding.UTF8.GetBytes(source);
    private readonly long _sampling = share >= 1 ? 0 : BitConverter.DoubleToInt64Bits(share) ^ UserSample.Mix(seed);

    public enum Finding
    {
        None,
        OtherSource,
        TooManySources,
        OtherPartitions,
        OtherSampling,
        Ours,
    }

    public string Source { get; } = source;

    public Headers HeadersOf(long position, int partitions, IReadOnlyList<byte[]> others)
    {
        var bytes = new byte[FixedLength + _source.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), partitions);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), _sampling);
        _source.CopyTo(bytes.AsSpan(FixedLength));
        var headers = new Headers { { Header, bytes } };
        for (var i = 0; i < others.Count; i++)
        {
            headers.Add(OtherSourcesHeader, others[i]);
        }

        return headers;
    }

    /// <summary>Tells what the last record of a partition says.</summary>
    /// <param name="headers">The record's headers.</param>
    /// <param name="partitions">The number of the topic's partitions.</param>
    /// <param name="written">
    /// The position of our last row, or -1 if none of ours is there, and the last of each other source.
    /// </param>
    public Finding Read(Headers? headers, int partitions, out WrittenPartition written)
    {
        written = new WrittenPartition(-1, []);
        if (headers is null || !headers.TryGetLastBytes(Header, out var last) || last is not { Length: >= FixedLength })
        {
            return Finding.None;
        }

        byte[][] all =
        [
            last,
            .. headers.Where(each => each.Key == OtherSourcesHeader).Select(each => each.GetValueBytes())
                .Where(bytes => bytes is { Length: >= FixedLength }),
        ];
        var others = Array.FindAll(all, bytes => !IsOurs(bytes));
        if (Array.Find(all, IsOurs) is not { } ours)
        {
            written = written with { Others = others };
            return others.Length > MostOthers ? Finding.TooManySources : Finding.OtherSource;
        }

        written = new WrittenPartition(BinaryPrimitives.ReadInt64BigEndian(ours), others);
        return BinaryPrimitives.ReadInt32BigEndian(ours.AsSpan(8)) != partitions ? Finding.OtherPartitions
            : BinaryPrimitives.ReadInt64BigEndian(ours.AsSpan(12)) != _sampling ? Finding.OtherSampling
            : Finding.Ours;
    }

    private bool IsOurs(byte[] marker) => marker.AsSpan(FixedLength).SequenceEqual(_source);
}
