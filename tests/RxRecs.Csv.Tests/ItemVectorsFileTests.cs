using System.Globalization;
using System.Text;
using RxRecs.Recommenders;

namespace RxRecs.Csv.Tests;

public sealed class ItemVectorsFileTests
{
    private const string QuoteProblem =
        "a quote is not closed, neither in its line nor as a field of several lines; where quotes are plain text, say"
        + " so with Quote (--quote none)";

    [TestCase("1,0.5,-2,0\nlamp,1e-3,.25,7\n")]
    [TestCase("item,0,1,2\n1,0.5,-2,0\nlamp,1e-3,.25,7")]
    [TestCase("\uFEFF\"ID\";a;b;c\r\n1;0.5;-2;0\r\n\r\n\"lamp\";1e-3;.25;7\r\n")]
    [TestCase(",0,1,2\nlamp,0.001,0.25,7\n1,0.5,-2,0\n")]
    [TestCase("1\t0.5\t-2\t0\nlamp\t1e-3\t.25\t7\n")]
    [TestCase("2 3\n1 0.5 -2 0 \nlamp 1e-3 .25 7 \n")]
    [TestCase("1 0.5 -2 0\nlamp 1e-3 .25 7\n")]
    [TestCase("{\"item\":1,\"vector\":[0.5,-2,0]}\n"
        + "{\"name\":{\"vector\":1},\"vector\":[1e-3,0.25,7],\"item\":\"lam\\u0070\"}\n")]
    public void Read_AnyForm_IsTheSameVectors(string text)
    {
        using var file = TempFile.Of(text);
        using var packed = TempFile.Of(TempFile.Gzip(Encoding.UTF8.GetBytes(text)));
        var builder = new ItemVectorsBuilder<Id>(3);
        builder.TryAdd(1, [0.5f, -2, 0]);
        builder.TryAdd("lamp", [1e-3f, .25f, 7]);
        var read = ItemVectorsFile.Read(file.Path, dead => Assert.Fail(dead.Reason));

        Assert.That((read.Count, read.Dimensions, read.Hash), Is.EqualTo((2, 3, builder.Build().Hash)));
        Assert.That(ItemVectorsFile.Read(packed.Path).Hash, Is.EqualTo(read.Hash));
    }

    [Test]
    public void Read_ManyNumbersOfAnySize_AreThoseThatWereWritten()
    {
        var random = new Random(5);
        var builder = new ItemVectorsBuilder<Id>(ItemVectors<Id>.MostDimensions);
        var (fields, objects) = (new StringBuilder(), new StringBuilder());
        for (Id item = 0; builder.Count < 20; item = builder.Count)
        {
            var numbers = new float[ItemVectors<Id>.MostDimensions];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)));
            }

            builder.TryAdd(item, numbers);
            var texts = string.Join(',', numbers.Select(each => each.ToString("R", CultureInfo.InvariantCulture)));
            fields.Append(CultureInfo.InvariantCulture, $"{item},{texts}\n");
            objects.Append(CultureInfo.InvariantCulture, $"{{\"item\":{item},\"vector\":[{texts}]}}\n");
        }

        Assert.That(Read(fields.ToString()).Hash, Is.EqualTo(builder.Build().Hash));
        Assert.That(Read(objects.ToString()).Hash, Is.EqualTo(builder.Build().Hash));
    }

    [TestCase("1,2", "the vector has 1 number, not 2")]
    [TestCase("1,2,3,4", "the vector has 3 numbers, not 2")]
    [TestCase("1", "the vector has no numbers")]
    [TestCase(",2,1", "item is empty")]
    [TestCase("null,2,1", "item 'null' stands for nothing")]
    [TestCase("a\u001bb,2,1", "item 'a\uFFFDb' has control characters")]
    [TestCase("1,2,", "number 2 is not a number")]
    [TestCase("1,2,0x1", "number 2 '0x1' is not a number")]
    [TestCase("1,NaN,3", "number 1 'NaN' is not finite")]
    [TestCase("1,2,1e99", "number 2 '1e99' is not finite")]
    [TestCase("1,0,0", "the vector is all of zeros, or a number of it is not finite")]
    [TestCase("7,8,2", "the item has a vector already")]
    [TestCase("\"1,2,3", QuoteProblem)]
    public void Read_BadLine_IsADeadLetter(string row, string reason) => AssertDead($"7,8,1\n{row}\n8,9,1\n", reason);

    [TestCase("7", "not a JSON object")]
    [TestCase("{\"item\":1,\"vector\":[1,2]", "not JSON: ")]
    [TestCase("{\"item\":1,\"vector\":[1,NaN]}", "not JSON: ")]
    [TestCase("{\"item\":1}", "vector is missing")]
    [TestCase("{\"vector\":[1,2]}", "item is missing")]
    [TestCase("{\"item\":[],\"vector\":[1,2]}", "item is not a number or a text")]
    [TestCase("{\"item\":\"\\u001b\",\"vector\":[1,2]}", "item '\uFFFD' has control characters")]
    [TestCase("{\"item\":1,\"vector\":\"1,2\"}", "vector is not an array")]
    [TestCase("{\"item\":1,\"vector\":[1,\"2\"]}", "number 2 is not a number")]
    [TestCase("{\"item\":1,\"vector\":[1,[2]]}", "number 2 is not a number")]
    [TestCase("{\"item\":1,\"vector\":[1,1e99]}", "number 2 '1e99' is not finite")]
    [TestCase("{\"item\":1,\"vector\":[]}", "the vector has no numbers")]
    [TestCase("{\"item\":1,\"vector\":[1]}", "the vector has 1 number, not 2")]
    [TestCase("{\"item\":7,\"vector\":[1,1]}", "the item has a vector already")]
    public void Read_BadObject_IsADeadLetter(string row, string reason) =>
        AssertDead($"{{\"item\":7,\"vector\":[8,1]}}\n{row}\n{{\"item\":8,\"vector\":[9,1]}}\n", reason);

    [Test]
    public void Read_FirstLineWithoutADirection_DoesNotTellTheDimensions()
    {
        var dead = new List<long>();
        var read = ItemVectorsFile.Read(Stream("1,0,0,0\n2,1,2\n3,3,4\n"), "vectors", each => dead.Add(each.Position));

        Assert.That((read.Dimensions, read.Count), Is.EqualTo((2, 2)));
        Assert.That(dead, Is.EqualTo(new[] { 1L }));
    }

    [TestCase("", "the file is empty")]
    [TestCase("\n\n", "the first line is empty")]
    [TestCase("  \n1,2,3\n", "the first line is empty")]
    [TestCase("1,x,2\n", "none of 1 rows can be read; line 1: number 1 'x' is not a number")]
    [TestCase("lamp\n", "the first line tells of 0 numbers for each item; a vector has 1 to 1,024")]
    [TestCase("9 2000\n", "the first line tells of 2,000 numbers for each item")]
    [TestCase("9 0\n", "the first line tells of 0 numbers for each item")]
    [TestCase("a\0b", "this is a binary file")]
    public void Read_WhatHasNoVectors_SaysWhatIsWrong(string text, string message)
    {
        using var file = TempFile.Of(text);
        Assert.That(
            () => ItemVectorsFile.Read(file.Path),
            Throws.TypeOf<ShopFileException>().With.Message.Contains(file.Path).And.Message.Contains(message));
    }

    [Test]
    public void Read_MoreNumbersThanAVectorHas_IsADeadLetter()
    {
        var row = string.Join(',', Enumerable.Repeat("1", 1_026));
        Assert.That(
            () => Read(row),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("the vector has more than 1,024 numbers"));
    }

    [Test]
    public void Read_FileThatIsNotThere_SaysSo() => Assert.That(
        () => ItemVectorsFile.Read("no-such-vectors.csv"),
        Throws.TypeOf<ShopFileException>().With.Message.Contains("there is no such file"));

    private static void AssertDead(string text, string reason)
    {
        var dead = new List<DeadLetter>();
        var read = ItemVectorsFile.Read(Stream(text), "vectors", dead.Add);

        Assert.That(dead.Select(each => (each.Position, each.Source)), Is.EqualTo(new[] { (2L, "vectors") }));
        Assert.That(dead[0].Reason, reason.EndsWith(' ') ? Does.StartWith(reason) : Is.EqualTo(reason));
        Assert.That((read.Count, read.Contains(7), read.Contains(8)), Is.EqualTo((2, true, true)));
    }

    private static ItemVectors<Id> Read(string text) => ItemVectorsFile.Read(Stream(text), "vectors");

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
