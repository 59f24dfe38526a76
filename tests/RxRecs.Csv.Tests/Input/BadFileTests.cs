using System.Text;

namespace RxRecs.Csv.Tests.Input;

public sealed class BadFileTests
{
    [Test]
    public void Open_MissingFile_NamesItAndSaysSo()
    {
        var error = Assert.Throws<ShopFileException>(() => ShopEvents.Open("no/such/file.csv"))!;

        Assert.That(error.Message, Does.StartWith("no/such/file.csv: there is no such file"));
        Assert.That(error.FileName, Is.EqualTo("no/such/file.csv"));
    }

    [Test]
    public void Open_Directory_SaysSo() =>
        Assert.That(
            () => ShopEvents.Open(Path.GetTempPath()),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("a directory"));

    [TestCase("", "the file is empty")]
    [TestCase("\uFEFF", "missing|known layout")]
    [TestCase("PK\u0003\u0004\0\0", @"a binary file \(a zip archive\)")]
    [TestCase("PK\u0003\u0004 no zero", @"a binary file \(a zip archive\)")]
    [TestCase("PAR1\u0015\u0004 x\n", @"a binary file \(Parquet\)")]
    [TestCase("%PDF-1.4\n1 0 obj", @"a binary file \(PDF\)")]
    [TestCase("BZh91AY&SY\n", @"a binary file \(bzip2\)")]
    [TestCase("<!DOCTYPE html>\n<html>", "a web page or XML")]
    [TestCase("<?xml version=\"1.0\"?>\n", "a web page or XML")]
    [TestCase("e\0v\0e\0n\0t\0", "UTF-16 text; save it as UTF-8")]
    [TestCase("\0e\0v\0e\0n\0t", "UTF-16 text; save it as UTF-8")]
    [TestCase("event_time~event_type~product_id\n", "one column \\(--delimiter says")]
    [TestCase(
        "SessionId;Position;Recommendations\n1;2;3\n",
        "missing Time, ItemId; found SessionId, Position, Recommendations")]
    [TestCase("categoryid,parentid\n1,2\n", "not those of a known layout")]
    [TestCase("a,b\u0007c\n", "found a, b\uFFFDc")]
    [TestCase("\n\nevent_time,event_type,product_id\n", "found nothing")]
    public void Open_NotShopEvents_SaysWhatWasFound(string text, string message) =>
        Assert.That(() => Reading.OfText(text), Throws.TypeOf<ShopFileException>().With.Message.Match(message));

    [Test]
    public void Open_Utf16_SaysSo() =>
        Assert.That(
            () => Reading.OfBytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Reading.Header)]),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("UTF-16"));

    [Test]
    public void Open_PackedOtherwise_SaysHow([Values(0, 1, 2)] int form)
    {
        byte[][] begins =
            [[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x0A], [0x28, 0xB5, 0x2F, 0xFD, 0x0A], TempFile.Gzip([0x1F, 0x8B, 8, 0])];

        Assert.That(
            () => Reading.OfBytes(begins[form]),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("unpack or export it first"));
    }

    [Test]
    public void Open_ForcedLayoutWithoutItsColumns_ListsWhatIsMissing() =>
        Assert.That(
            () => Reading.OfText(
                "timestamp,itemid\n", new ShopFileOptions { Layout = ShopFileLayout.RetailRocketEvents }),
            Throws.TypeOf<ShopFileException>().With.Message.Contains(
                "missing event, visitorid; found timestamp, itemid"));

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("\n\n\r\n")]
    public void Read_HeaderOnly_IsEmpty(string rest)
    {
        var reading = Reading.OfText(Reading.Header.TrimEnd() + rest);

        Assert.That(reading.Summary.Rows, Is.Zero);
    }

    [Test]
    public void Read_ByteOrderMarkAndNoLastLineEnd_IsReadWhole()
    {
        var reading = Reading.OfText("\uFEFF" + Reading.Header + Reading.GoodRow + Reading.GoodRow.TrimEnd());

        Assert.That(reading.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public void Open_OneLineOf100MB_IsRefusedWithoutReadingIt()
    {
        using var input = new EndlessLine("", 100_000_000, "");

        Assert.That(
            () => ShopEvents.Open(input, "test"),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("the first line is longer"));
        Assert.That(input.BytesRead, Is.LessThan(1_000_000));
    }

    [Test]
    public void Read_100MBLineAmongRows_IsADeadLetterInBoundedMemory()
    {
        using var input = new EndlessLine(Reading.Header + Reading.GoodRow, 100_000_000, "\n" + Reading.GoodRow);
        var letters = new List<DeadLetter>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = ShopEvents.Open(
            input, "test", onDeadLetter: letters.Add);

        Assert.That(reader.TryRead(out _), Is.True);
        Assert.That(reader.TryRead(out _), Is.True, "reading goes on with the next line");
        Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(letters.Single().Reason, Does.Contain("longer than 1,048,576 bytes"));
        Assert.That(letters[0].Position, Is.EqualTo(3));
        Assert.That(Encoding.UTF8.GetByteCount(letters[0].RawText), Is.EqualTo(1024));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16_000_000));
    }

    [TestCase(1025)]
    [TestCase(70_000)]
    [TestCase(140_000)]
    public void Read_RecordOverTheLimit_IsADeadLetter(int length)
    {
        var text = Reading.Header + Reading.GoodRow + new string('x', length) + "\n" + Reading.GoodRow;
        var reading = Reading.OfText(text, new ShopFileOptions { MaxRecordSize = 1024 });

        Assert.That(reading.Events, Has.Count.EqualTo(2));
        Assert.That(reading.DeadLetters.Single().Reason, Is.EqualTo("the record is longer than 1,024 bytes"));
    }

    private sealed class EndlessLine(string before, long length, string after) : Stream
    {
        private static readonly byte[] Filling = Encoding.UTF8.GetBytes(new string('x', 1 << 16));
        private readonly byte[] _before = Encoding.UTF8.GetBytes(before);
        private readonly byte[] _after = Encoding.UTF8.GetBytes(after);

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var at = BytesRead - _before.Length;
            var piece = at < 0 ? _before.AsSpan((int)BytesRead)
                : at < length ? Filling.AsSpan(0, (int)Math.Min(Filling.Length, length - at))
                : _after.AsSpan((int)(at - length));
            piece = piece[..Math.Min(piece.Length, count)];
            piece.CopyTo(buffer.AsSpan(offset));
            BytesRead += piece.Length;
            return piece.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
