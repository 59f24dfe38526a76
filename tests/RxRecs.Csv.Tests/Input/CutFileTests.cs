using System.IO.Compression;
using System.Text;

namespace RxRecs.Csv.Tests.Input;

/// <summary>Tests that a file that ends too soon gives every row before its end, and none that was never whole.</summary>
public sealed class CutFileTests
{
    private const string Json = """{"event_time":"2019-11-01","event_type":"view","product_id":1}""";

    [Test]
    public void Gzip_CutAnywhereInItsData_GivesEveryWholeRow([Range(0, 8)] int step)
    {
        var text = Encoding.UTF8.GetBytes(Reading.Header + string.Concat(Enumerable.Repeat(Reading.GoodRow, 4)));
        var whole = Store(text);
        var begin = whole.AsSpan().IndexOf(text.AsSpan(0, 40));
        for (var length = Reading.Header.Length + 1 + step; length <= text.Length; length += 9)
        {
            var rows = text.AsSpan(0, length).Count((byte)'\n') - 1;

            Assert.That(Count(whole[..(begin + length)]), Is.EqualTo((rows, 0)), $"{length} bytes of the text");
        }
    }

    [TestCase(8)]
    [TestCase(4)]
    [TestCase(1)]
    public void Gzip_CutInItsTrailer_GivesAllRows(int less)
    {
        var whole = Store(Encoding.UTF8.GetBytes(Reading.Header + Reading.GoodRow + Reading.GoodRow));

        Assert.That(Count(whole[..^less]), Is.EqualTo((2, 0)));
    }

    [TestCase("junk")]
    [TestCase("2019-10-01 00:00:00 UTC,view,1,,,,,,\n")]
    [TestCase("\0\0\0\0")]
    public void Gzip_WithSomethingElseBehindIt_GivesItsRowsAndSaysSo(string rest)
    {
        var whole = Store(Encoding.UTF8.GetBytes(Reading.Header + Reading.GoodRow + Reading.GoodRow));

        Assert.That(Count([.. whole, .. Encoding.UTF8.GetBytes(rest)]), Is.EqualTo((2, 0)));
    }

    [TestCase("[" + Json + ",\n" + Json + ",\n{", 2)]
    [TestCase("[" + Json + ",\n" + Json + ",\n{\"event_time\":\"20", 2)]
    [TestCase("[\n" + Json + "\n,{\"a\":[", 1)]
    public void JsonArray_Cut_GivesEveryWholeRecord(string text, int records) =>
        Assert.That(Count(Encoding.UTF8.GetBytes(text)), Is.EqualTo((records, 0)));

    [Test]
    public void Gzip_CutInsideAQuotedField_HasNoRowOfIt()
    {
        var text = Encoding.UTF8.GetBytes(
            Reading.Header + Reading.GoodRow + "2019-10-01 00:00:00 UTC,view,1,,,\"one, two");
        var whole = Store(text);
        var begin = whole.AsSpan().IndexOf(text.AsSpan(0, 40));

        Assert.That(Count(whole[..(begin + text.Length)]), Is.EqualTo((1, 0)));
    }

    private static byte[] Store(byte[] text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.NoCompression))
        {
            gzip.Write(text);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads up to the error that must come, and counts the rows and the dead letters before it.</summary>
    private static (int Rows, int Dead) Count(byte[] content)
    {
        var (rows, dead) = (0, 0);
        using var reader = ShopEvents.Open(new MemoryStream(content), "test", null, _ => dead++);
        Assert.That(
            () =>
            {
                while (reader.TryRead(out _))
                {
                    rows++;
                }
            },
            Throws.TypeOf<ShopFileException>().With.Message.Contains("all r").And.Message.Contains("were read"));
        return (rows, dead);
    }
}
