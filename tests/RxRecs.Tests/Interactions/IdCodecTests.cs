using RxRecs.Machines;

namespace RxRecs.Tests.Interactions;

public sealed class IdCodecTests
{
    [Test]
    public void Codec_Layout_IsAsDocumented()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Bytes(Id.None), Is.EqualTo(new byte[] { 0 }));
            Assert.That(Bytes("я7"), Is.EqualTo(new byte[] { 1, 3, 0xD1, 0x8F, 0x37 }));
            Assert.That(Bytes(258), Is.EqualTo(new byte[] { 2, 2, 1, 0, 0, 0, 0, 0, 0 }));
        });
    }

    [TestCase(new byte[] { }, TestName = "Codec_NoBytes_IsRefused")]
    [TestCase(new byte[] { 3 }, TestName = "Codec_UnknownKind_IsRefused")]
    [TestCase(new byte[] { 1, 0 }, TestName = "Codec_EmptyText_IsRefused")]
    [TestCase(new byte[] { 1, 2, 0x34, 0x32 }, TestName = "Codec_NumberAsText_IsRefused")]
    [TestCase(new byte[] { 1, 3, 0x34, 0x2E, 0x30 }, TestName = "Codec_NumberOfADataFrameAsText_IsRefused")]
    [TestCase(new byte[] { 1, 2, 0xC3, 0x28 }, TestName = "Codec_TextThatIsNotUtf8_IsRefused")]
    [TestCase(new byte[] { 1, 9, 0x41 }, TestName = "Codec_TextBeyondTheBytes_IsRefused")]
    [TestCase(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0x80 }, TestName = "Codec_NegativeNumber_IsRefused")]
    [TestCase(new byte[] { 2, 0, 0 }, TestName = "Codec_HalfANumber_IsRefused")]
    public void Codec_Damage_IsRefused(byte[] bytes) =>
        Assert.That(() => new SnapshotReader(bytes).Read<Id>(), Throws.TypeOf<SnapshotException>());

    [Test]
    public void Codec_TextBeyondTheLimit_IsRefused()
    {
        var writer = new SnapshotWriter();
        writer.WriteString(new string('a', 257));
        var bytes = writer.Written.ToArray();
        Assert.That(() => new SnapshotReader(bytes).Read<Id>(), Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void Codec_AnyByteChanged_IsRefusedOrAnId()
    {
        var random = new Random(3);
        Id[] ids = [Id.None, 7, long.MaxValue, "a", "購物車 🛒", new string('z', 256)];
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = Bytes(ids[i % ids.Length]);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var id = new SnapshotReader(bytes).Read<Id>();
                Assert.That(id.IsNone || Id.Parse(id.ToString()) == id, Is.True);
            }
            catch (SnapshotException)
            {
                // The other right answer.
            }
        }
    }

    [Test]
    public void Codec_KeyedState_ComesBackWithIdsAsKeys()
    {
        var (first, second) = (new LastPerKeyState<Id, Id>(2), new LastPerKeyState<Id, Id>(2));
        Id[] users = [7, "007", "購物車", long.MaxValue];
        foreach (var user in users)
        {
            first.Add(user, "SKU-1");
            first.Add(user, 42);
        }

        var writer = new SnapshotWriter();
        first.Snapshot(writer);
        second.Restore(new SnapshotReader(writer.Written.ToArray()));
        foreach (var user in users)
        {
            Assert.That(second.Newest(user).ToArray(), Is.EqualTo(new Id[] { 42, "SKU-1" }));
        }

        Assert.That(second.Newest("7").Length, Is.EqualTo(2));
        Assert.That(second.Newest("07").Length, Is.Zero);
    }

    private static byte[] Bytes(Id id)
    {
        var writer = new SnapshotWriter();
        writer.Write(id);
        return writer.Written.ToArray();
    }
}
