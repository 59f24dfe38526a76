using System.Buffers.Binary;
using System.Security.Cryptography;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The binary form of a table of neighbors: the letters RXNT, a version, the length of the content and its SHA-256,
/// then the content. It is the items in their order, and for each the number of its neighbors and their places in that
/// order and weights, the greatest first.
/// </summary>
/// <remarks>
/// The content is checked against its hash before anything of it is read, and every count against the bytes that are
/// left before memory is taken for it.
/// </remarks>
internal static class NeighborTableFormat
{
    private const byte Version = 1;
    private const int HeaderSize = 4 + 1 + sizeof(long) + SHA256.HashSizeInBytes;
    private const int PairSize = sizeof(int) + sizeof(float);
    private const int ChunkSize = 1 << 16;

    private static ReadOnlySpan<byte> Letters => "RXNT"u8;

    public static byte[] Digest<TItem>(NeighborTable<TItem> table)
        where TItem : notnull
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var chunk in Content(table))
        {
            hash.AppendData(chunk.Span);
        }

        return hash.GetHashAndReset();
    }

    public static void Write<TItem>(NeighborTable<TItem> table, Stream stream)
        where TItem : notnull
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        Letters.CopyTo(header);
        header[4] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(header[5..], Content(table).Sum(static chunk => (long)chunk.Length));
        table.FullHash.CopyTo(header[^SHA256.HashSizeInBytes..]);
        stream.Write(header);
        foreach (var chunk in Content(table))
        {
            stream.Write(chunk.Span);
        }
    }

    public static NeighborTable<TItem> Read<TItem>(
        Stream stream, IComparer<TItem> itemOrder, SnapshotCodecs? codecs)
        where TItem : notnull
    {
        var content = ReadContent(stream);
        try
        {
            return Read(new SnapshotReader(content, codecs), itemOrder, codecs);
        }
        catch (SnapshotException error)
        {
            throw Damaged(error.Message, error);
        }
    }

    /// <summary>Tells whether bytes begin as a table does.</summary>
    public static bool IsTable(ReadOnlySpan<byte> start) => start.StartsWith(Letters);

    private static IEnumerable<ReadOnlyMemory<byte>> Content<TItem>(NeighborTable<TItem> table)
        where TItem : notnull
    {
        var writer = new SnapshotWriter(table.Codecs);
        writer.WriteCount(table.ItemCount);
        for (var slot = 0; slot < table.ItemCount; slot++)
        {
            writer.Write(table.ItemAt(slot));
            WriteNeighbors(writer, table.NeighborsAt(slot), table.WeightsAt(slot));
            if (writer.Written.Length >= ChunkSize)
            {
                yield return writer.WrittenMemory;
                writer = new SnapshotWriter(table.Codecs);
            }
        }

        yield return writer.WrittenMemory;
    }

    private static void WriteNeighbors(SnapshotWriter writer, ReadOnlySpan<int> neighbors, ReadOnlySpan<float> weights)
    {
        writer.WriteCount(neighbors.Length);
        for (var i = 0; i < neighbors.Length; i++)
        {
            writer.WriteInt32(neighbors[i]);
            writer.WriteInt32(BitConverter.SingleToInt32Bits(weights[i]));
        }
    }

    private static byte[] ReadContent(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        var count = stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        if (!IsTable(header[..count]))
        {
            throw new InvalidDataException("Not a table of neighbors in the binary form: it does not begin with RXNT.");
        }

        if (count > 4 && header[4] != Version)
        {
            throw new InvalidDataException(
                $"The table has version {header[4]}; this program reads version {Version}: "
                    + "write it again with this one.");
        }

        var length = count == HeaderSize ? BinaryPrimitives.ReadInt64LittleEndian(header[5..]) : -1;
        if (length < 0 || length > Array.MaxLength)
        {
            throw Damaged(count < HeaderSize ? "it ends within its header" : $"it has a length of {length}");
        }

        // As much as comes, not as much as is promised.
        using var content = new MemoryStream();
        stream.CopyTo(content);
        if (content.Length != length)
        {
            throw Damaged($"the content has {content.Length:N0} bytes where the header says {length:N0}");
        }

        var bytes = content.ToArray();
        return SHA256.HashData(bytes).AsSpan().SequenceEqual(header[^SHA256.HashSizeInBytes..])
            ? bytes
            : throw Damaged("the content does not match its hash");
    }

    private static NeighborTable<TItem> Read<TItem>(
        SnapshotReader reader, IComparer<TItem> itemOrder, SnapshotCodecs? codecs)
        where TItem : notnull
    {
        var count = reader.ReadCount();
        var items = new KeyTable<TItem>(null);
        var (starts, neighbors, weights) = (new int[count + 1], new List<int>(), new List<float>());
        var last = new int[count];
        for (var slot = 0; slot < count; slot++)
        {
            var item = reader.Read<TItem>();
            if (slot > 0 && itemOrder.Compare(items[slot - 1], item) >= 0)
            {
                throw Damaged($"{item} is not in its order; give the order that the table was made with");
            }

            items.Add(item);
            for (var rest = ReadPairCount(reader); rest > 0; rest--)
            {
                var (neighbor, weight) = (reader.ReadInt32(), BitConverter.Int32BitsToSingle(reader.ReadInt32()));
                var isFirst = neighbors.Count == starts[slot];
                if ((uint)neighbor >= (uint)count || !float.IsFinite(weight) || last[neighbor] == slot + 1
                    || (!isFirst && !IsAfter(neighbor, weight, neighbors[^1], weights[^1])))
                {
                    throw Damaged(
                        "a neighbor is unknown, there twice, or out of its order, or its weight is no number");
                }

                last[neighbor] = slot + 1;
                neighbors.Add(neighbor);
                weights.Add(weight);
            }

            starts[slot + 1] = neighbors.Count;
        }

        return reader.Remaining == 0
            ? new NeighborTable<TItem>(items, starts, [.. neighbors], [.. weights], codecs)
            : throw Damaged($"{reader.Remaining} bytes follow its end");
    }

    private static int ReadPairCount(SnapshotReader reader)
    {
        var count = reader.ReadSize();
        return count <= NeighborTable.MostNeighbors && count <= reader.Remaining / PairSize
            ? count
            : throw Damaged($"an item has {count} neighbors; at most {NeighborTable.MostNeighbors} are kept");
    }

    private static bool IsAfter(int neighbor, float weight, int before, float weightBefore) =>
        weight < weightBefore || (weight == weightBefore && neighbor > before);

    private static InvalidDataException Damaged(string what, Exception? cause = null) =>
        new($"The table of neighbors is damaged: {what}. Write it again, or take a copy.", cause);
}
