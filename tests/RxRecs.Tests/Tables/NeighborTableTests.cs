using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Tables;

/// <summary>
/// Tables of neighbors: what is kept, in which order, under which hash, and what the binary form refuses.
/// </summary>
public sealed class NeighborTableTests
{
    private static readonly Arbitrary<(int Item, int Neighbor, int Weight)[]> Pairs =
        (from item in Gen.Choose(0, 6)
         from neighbor in Gen.Choose(0, 40)
         from weight in Gen.Choose(-3, 3)
         select (item, neighbor, weight)).ArrayOf().ToArbitrary();

    [Test]
    public void Build_AnyOrderOfPairs_GivesTheSameTable() => Prop.ForAll(Pairs, pairs =>
    {
        var distinct = pairs.DistinctBy(pair => (pair.Item, pair.Neighbor)).ToArray();
        var (table, other) = (Build(distinct), Build([.. distinct.Reverse()]));
        return table.Hash == other.Hash && Write(table).AsSpan().SequenceEqual(Write(other))
            && table.PairCount == distinct.Length
            && table.Items.SequenceEqual(
                distinct.SelectMany(pair => new Id[] { pair.Item, pair.Neighbor }).Distinct().Order())
            && table.Items.All(item => table.NeighborsOf(item).SequenceEqual(
                distinct.Where(pair => pair.Item == item)
                    .OrderByDescending(pair => pair.Weight).ThenBy(pair => pair.Neighbor)
                    .Select(pair => new Neighbor<Id>(pair.Neighbor, pair.Weight))));
    }).Holds();

    [Test]
    public void Read_WhatWasWritten_IsTheSameTable() => Prop.ForAll(Pairs, pairs =>
    {
        var table = Build([.. pairs.DistinctBy(pair => (pair.Item, pair.Neighbor))]);
        var bytes = Write(table);
        var read = NeighborTable.Read<Id>(new MemoryStream(bytes));
        return read.Hash == table.Hash && Write(read).AsSpan().SequenceEqual(bytes)
            && read.Items.All(item => read.NeighborsOf(item).SequenceEqual(table.NeighborsOf(item)));
    }).Holds();

    [Test]
    public void Hash_OneWeightOfADifferentLastBit_IsAnother()
    {
        var (one, other) = (new NeighborTableBuilder<Id>(), new NeighborTableBuilder<Id>());
        one.Add("a", "b", 0.5f);
        other.Add("a", "b", MathF.BitIncrement(0.5f));

        Assert.That(one.Build().Hash, Is.Not.EqualTo(other.Build().Hash));
        Assert.That(one.Build().Hash, Does.Match("^[0-9a-f]{16}$"));
    }

    [Test]
    public void Add_MoreThanAreKept_KeepsTheGreatestAndCountsTheOthers([Values(1, 2, 3)] int seed)
    {
        var pairs = Enumerable.Range(0, 500).Select(i => (Neighbor: i, Weight: i / 3)).ToArray();
        new Random(seed).Shuffle(pairs);
        var builder = new NeighborTableBuilder<long>();
        foreach (var (neighbor, weight) in pairs)
        {
            builder.Add(-1, neighbor, weight);
        }

        var table = builder.Build();

        Assert.That(
            table.NeighborsOf(-1),
            Is.EqualTo(pairs.OrderByDescending(pair => pair.Weight).ThenBy(pair => pair.Neighbor).Take(200)
                .Select(pair => new Neighbor<long>(pair.Neighbor, pair.Weight))));
        Assert.That(table.LeftOutPairs, Is.EqualTo(300));
    }

    [TestCase(float.NaN, "not a finite number")]
    [TestCase(float.PositiveInfinity, "not a finite number")]
    [TestCase(1f, "this neighbor already")]
    public void Add_BadPair_IsRefusedAndChangesNothing(float weight, string message)
    {
        var builder = new NeighborTableBuilder<string>();
        builder.Add("a", "b", 2);
        var before = builder.Build().Hash;

        Assert.That(() => builder.Add("a", "b", weight), Throws.ArgumentException.With.Message.Contains(message));
        Assert.That(() => builder.Add(null!, "b", 1), Throws.ArgumentNullException);
        Assert.That(builder.Build().Hash, Is.EqualTo(before));
    }

    [Test]
    public void Build_ItemsOfOneRank_AreRefused()
    {
        var builder = new NeighborTableBuilder<string>(StringComparer.OrdinalIgnoreCase);
        builder.Add("a", "A", 1);

        Assert.That(builder.Build, Throws.ArgumentException.With.Message.Contains("the same place"));
    }

    [Test]
    public void Build_ItemsWithoutCodec_SaysWhatToAdd()
    {
        var builder = new NeighborTableBuilder<(long, long)>();
        builder.Add((1, 2), (3, 4), 1);
        Assert.That(builder.Build, Throws.TypeOf<SnapshotException>().With.Message.Contains("SnapshotCodecs"));

        var codecs = SnapshotCodecs.Default.WithPair<long, long>();
        var withCodec = new NeighborTableBuilder<(long, long)>(codecs: codecs);
        withCodec.Add((1, 2), (3, 4), 1);
        var read = NeighborTable.Read<(long, long)>(new MemoryStream(Write(withCodec.Build())), codecs: codecs);
        Assert.That(read.NeighborsOf((1, 2)), Is.EqualTo(new[] { new Neighbor<(long, long)>((3, 4), 1) }));
    }

    [Test]
    public void Read_AnyByteChangedOrMissing_IsRefused()
    {
        var bytes = Write(Build([(1, 2, 3), (1, 3, 2), (2, 1, 1)]));
        for (var place = 0; place < bytes.Length; place++)
        {
            var damaged = bytes.ToArray();
            damaged[place] ^= 0x41;
            Assert.That(() => Read(damaged), Throws.TypeOf<InvalidDataException>(), $"Byte {place}.");
            Assert.That(() => Read(bytes[..place]), Throws.TypeOf<InvalidDataException>(), $"Cut at {place}.");
        }

        Assert.That(() => Read([.. bytes, 0]), Throws.TypeOf<InvalidDataException>());
    }

    /// <summary>Contents that no table writes, under a hash that matches: none is taken, none takes memory.</summary>
    [TestCase("more items than bytes", "FFFFFFFF07")]
    [TestCase("items out of order", "02 0100000000000000 05 01 00 0100000000000000 04 00")]
    [TestCase("more neighbors than bytes", "01 05 00 C801")]
    public void Read_HostileContent_IsRefused(string name, string hex)
    {
        var content = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.That(() => Read(Sealed(content)), Throws.TypeOf<InvalidDataException>(), name);
    }

    [TestCase(5, 0, 1f)]
    [TestCase(-1, 0, 1f)]
    [TestCase(0, 0, float.NaN)]
    [TestCase(0, 0, 1f)]
    public void Read_HostileNeighbor_IsRefused(int second, int first, float weight)
    {
        var writer = new SnapshotWriter();
        writer.WriteCount(1);
        writer.Write<Id>(7);
        writer.WriteCount(2);
        foreach (var (neighbor, value) in new[] { (first, 1f), (second, weight) })
        {
            writer.WriteInt32(neighbor);
            writer.WriteInt32(BitConverter.SingleToInt32Bits(value));
        }

        Assert.That(
            () => Read(Sealed(writer.Written)),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a neighbor is unknown"));
    }

    [Test]
    public void Read_AnotherVersionOrFile_SaysSo()
    {
        var bytes = Write(Build([(1, 2, 3)]));
        bytes[4] = 9;

        Assert.That(() => Read(bytes), Throws.TypeOf<InvalidDataException>().With.Message.Contains("version 9"));
        Assert.That(
            () => Read("item,neighbor,weight"u8.ToArray()),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("RXNT"));
    }

    internal static NeighborTable<Id> Build(IEnumerable<(int Item, int Neighbor, int Weight)> pairs)
    {
        var builder = new NeighborTableBuilder<Id>();
        foreach (var (item, neighbor, weight) in pairs)
        {
            builder.Add(item, neighbor, weight);
        }

        return builder.Build();
    }

    private static byte[] Sealed(ReadOnlySpan<byte> content) =>
        [.. "RXNT"u8, 1, .. BitConverter.GetBytes((long)content.Length), .. SHA256.HashData(content), .. content];

    private static NeighborTable<Id> Read(byte[] bytes) => NeighborTable.Read<Id>(new MemoryStream(bytes));

    private static byte[] Write<TItem>(NeighborTable<TItem> table)
        where TItem : notnull
    {
        using var stream = new MemoryStream();
        table.Write(stream);
        return stream.ToArray();
    }
}
