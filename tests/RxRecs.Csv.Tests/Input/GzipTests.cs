using System.Text;

namespace RxRecs.Csv.Tests.Input;

public sealed class GzipTests
{
    private static readonly byte[] Whole = TempFile.Gzip(Text(20_000));

    [Test]
    public void Read_GzipByContent_IsReadWhole()
    {
        using var file = TempFile.Of(Whole);
        var reading = Reading.OfFile(file.Path);

        Assert.That(reading.Events, Has.Count.EqualTo(20_000));
        Assert.That(reading.Summary.BytesRead, Is.EqualTo(Whole.Length));
        Assert.That(reading.Summary.BytesTotal, Is.EqualTo(Whole.Length));
    }

    [Test]
    public void Read_SeveralMembers_AreReadWhole()
    {
        byte[] rest = TempFile.Gzip(Encoding.UTF8.GetBytes(Reading.GoodRow));

        Assert.That(Reading.OfBytes([.. Whole, .. rest]).Events, Has.Count.EqualTo(20_001));
    }

    [Test]
    public void Read_CutAnywhere_IsAnErrorBehindTheRows([Values(12, 100, 4_000, -9, -8, -4, -1)] int at)
    {
        var cut = Whole[..(at > 0 ? at : Whole.Length + at)];

        Assert.That(() => Reading.OfBytes(cut), Throws.TypeOf<ShopFileException>().With.Message.Contains("cut short"));
    }

    [Test]
    public void Read_CutInsideTheData_MakesUpNoRow()
    {
        var text = Text(40);
        var rows = Encoding.UTF8.GetString(text).Split('\n')[1..];
        var whole = TempFile.Gzip(text);
        for (var length = 20; length < whole.Length; length++)
        {
            var dead = new List<DeadLetter>();
            var count = 0;

            Assert.That(
                () =>
                {
                    using var reader = ShopEvents.Open(new MemoryStream(whole[..length]), "cut.gz", null, dead.Add);
                    while (reader.TryRead(out _))
                    {
                        count++;
                    }
                },
                Throws.TypeOf<ShopFileException>(),
                $"{length}");
            Assert.That((dead.Count, count <= rows.Length), Is.EqualTo((0, true)), $"{length}");
        }
    }

    [Test]
    public void Read_DamagedInside_IsAnError()
    {
        byte[] damaged = [.. Whole];
        for (var i = damaged.Length / 2; i < (damaged.Length / 2) + 64; i++)
        {
            damaged[i] = 0xFF;
        }

        Assert.That(() => Reading.OfBytes(damaged), Throws.TypeOf<ShopFileException>());
    }

    [Test]
    public void Read_Bomb_IsRefused()
    {
        var bomb = TempFile.Gzip([.. Encoding.UTF8.GetBytes(Reading.Header), .. new byte[20_000_000]]);

        Assert.That(
            () => Reading.OfBytes(bomb),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("decompression bomb"));
        Assert.That(
            Reading.OfBytes(bomb, new ShopFileOptions { MaxExpansion = 2000 }).DeadLetters, Has.Count.EqualTo(1));
    }

    [Test]
    public void Read_BeyondTheTotal_IsRefused() =>
        Assert.That(
            () => Reading.OfBytes(Whole, new ShopFileOptions { MaxExpandedSize = 100_000 }),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("100,000"));

    private static byte[] Text(int rows)
    {
        var random = new Random(9);
        var text = new StringBuilder(Reading.Header);
        for (var i = 0; i < rows; i++)
        {
            text.Append(
                $"2019-10-01 00:00:00 UTC,view,{random.Next()},{random.NextInt64()},,b,1.5,{random.Next()},s\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
