using RxRecs.Recommenders;

namespace RxRecs.Csv.Tests;

public sealed class NeighborTableFileTests
{
    [TestCase(".csv")]
    [TestCase(".rxnt")]
    public void Write_AnyIds_ReadsBackTheSame(string extension)
    {
        var (table, path) = (Any(7), Path.Combine(Path.GetTempPath(), $"rxrecs-{Guid.NewGuid():N}{extension}"));
        try
        {
            NeighborTableFile.Write(path, Any(8));
            NeighborTableFile.Write(path, table);
            var read = NeighborTableFile.Read(path, dead => Assert.Fail(dead.Reason));

            Assert.That(read.Hash, Is.EqualTo(table.Hash));
            Assert.That(read.PairCount, Is.EqualTo(table.PairCount));
            Assert.That(File.Exists(path + ".tmp"), Is.False);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("item,neighbor,weight\n1,2,0.5\n1,3,-1e-3\n")]
    [TestCase("weight;item;more;neighbor\r\n0.5;1;x;2\r\n-0.001;1;;3\r\n")]
    [TestCase("\uFEFFITEM\tneighbor\tWeight\n1.0\t2\t.5\n1\t3\t-0.001")]
    public void Read_CsvOfAnyForm_IsTheSameTable(string text)
    {
        using var file = TempFile.Of(text);
        using var packed = TempFile.Of(TempFile.Gzip(System.Text.Encoding.UTF8.GetBytes(text)));
        var builder = new NeighborTableBuilder<Id>();
        builder.Add(1, 2, 0.5f);
        builder.Add(1, 3, -0.001f);

        Assert.That(NeighborTableFile.Read(file.Path).Hash, Is.EqualTo(builder.Build().Hash));
        Assert.That(NeighborTableFile.Read(packed.Path).Hash, Is.EqualTo(builder.Build().Hash));
    }

    [TestCase("1,2", "2 fields where the header has 3")]
    [TestCase(",2,1", "item is empty")]
    [TestCase("1,,1", "neighbor is empty")]
    [TestCase("a\u001b[2Jb,2,1", "item 'a\uFFFD[2Jb' has control characters")]
    [TestCase("1,x\u0085,1", "neighbor 'x\uFFFD' has control characters")]
    [TestCase("1,2,", "the weight is not a number")]
    [TestCase("1,2,0x1", "the weight is not a number")]
    [TestCase("1,2,NaN", "the weight is not a finite number")]
    [TestCase("1,2,1e99", "the weight is not a finite number")]
    [TestCase("7,8,2", "the item has this neighbor already")]
    [TestCase("\"1,2,3", "a quote is not closed, neither in its line nor as a field of several lines; where "
        + "quotes are plain text, say so with Quote (--quote none)")]
    public void Read_BadRow_IsADeadLetter(string row, string reason)
    {
        using var file = TempFile.Of($"item,neighbor,weight\n7,8,1\n{row}\n7,9,1\n");
        var dead = new List<DeadLetter>();
        var table = NeighborTableFile.Read(file.Path, dead.Add);

        Assert.That(dead.Select(each => (each.Position, each.Reason)), Is.EqualTo(new[] { (3L, reason) }));
        Assert.That(table.NeighborsOf(7), Is.EqualTo(new Neighbor<Id>[] { new(8, 1), new(9, 1) }));
    }

    [TestCase("", "the file is empty")]
    [TestCase("item,weight\n1,2\n", "no column neighbor; found item, weight")]
    [TestCase("item,neighbor,weight\n1,2,x\n", "none of 1 rows can be read; line 2: the weight is not a number")]
    [TestCase("RXNT", "the table cannot be read: The table of neighbors is damaged")]
    [TestCase("RXNT\u0009", "version 9")]
    [TestCase("a\0b", "this is a binary file")]
    public void Read_WhatIsNoTable_SaysWhatIsWrong(string text, string message)
    {
        using var file = TempFile.Of(text);
        Assert.That(
            () => NeighborTableFile.Read(file.Path),
            Throws.TypeOf<ShopFileException>().With.Message.Contains(file.Path).And.Message.Contains(message));
    }

    [Test]
    public void Read_BinaryTableOfAnIdWithControls_IsRefused()
    {
        using var bytes = new MemoryStream();
        WithControls().Write(bytes);
        bytes.Position = 0;

        Assert.That(
            () => NeighborTableFile.Read(bytes, "table"),
            Throws.TypeOf<ShopFileException>().With.Message.EqualTo(
                "table: the item 'a\uFFFDb' has control characters; make the table without it."));
    }

    [TestCase(".csv")]
    [TestCase(".rxnt")]
    public void Write_AnIdWithControls_IsRefused(string extension)
    {
        var path = Path.Combine(Path.GetTempPath(), $"rxrecs-{Guid.NewGuid():N}{extension}");

        Assert.That(
            () => NeighborTableFile.Write(path, WithControls()),
            Throws.ArgumentException.With.Message.StartsWith("The item 'a\uFFFDb' has control characters"));
        Assert.That(() => NeighborTableFile.WriteCsv(Stream.Null, WithControls()), Throws.ArgumentException);
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void Read_FileThatIsNotThere_SaysSo() => Assert.That(
        () => NeighborTableFile.Read("no-such-table.csv"),
        Throws.TypeOf<ShopFileException>().With.Message.Contains("there is no such file"));

    [Test]
    public void Write_WhereItCannot_LeavesWhatWasThere()
    {
        var folder = Directory.CreateTempSubdirectory("rxrecs-");
        try
        {
            // A folder of the name that is written beside it stands in the way.
            var path = Path.Combine(folder.FullName, "table.csv");
            File.WriteAllText(path, "before");
            Directory.CreateDirectory(path + ".tmp");

            Assert.That(
                () => NeighborTableFile.Write(path, Any(1)),
                Throws.InstanceOf<UnauthorizedAccessException>().Or.InstanceOf<IOException>());
            Assert.That(File.ReadAllText(path), Is.EqualTo("before"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static NeighborTable<Id> WithControls()
    {
        var builder = new NeighborTableBuilder<Id>();
        builder.Add(1, "a\nb", 1);
        return builder.Build();
    }

    private static NeighborTable<Id> Any(int seed)
    {
        var random = new Random(seed);
        Id[] ids = [1, 42, long.MaxValue, "007", "=1+1", "a,b", "say \"hi\"", "two\u2028lines", " blank ", "ж", "-5"];
        var builder = new NeighborTableBuilder<Id>();
        foreach (var item in ids)
        {
            foreach (var neighbor in ids.Where(_ => random.Next(3) > 0))
            {
                builder.Add(item, neighbor, (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30))));
            }
        }

        return builder.Build();
    }
}
