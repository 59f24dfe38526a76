using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Machines;

public sealed class SnapshotTests
{
    [Test]
    public void OnProgress_OfALongState_IsCalledEach16KiBAndChangesNothing()
    {
        var at = new List<int>();
        SnapshotWriter? writer = null;
        writer = new SnapshotWriter { OnProgress = () => at.Add(writer!.Written.Length) };
        var plain = new SnapshotWriter();
        foreach (var each in new[] { writer, plain })
        {
            for (var i = 0; i < 20_000; i++)
            {
                each.WriteInt64(i);
            }

            each.WriteString(new string('x', 100_000));
            each.WriteByte(1);
        }

        Assert.That(writer.Written.SequenceEqual(plain.Written), Is.True);
        Assert.That(at[..9], Is.EqualTo(Enumerable.Range(1, 9).Select(part => part * 16_384)));
        Assert.That(at, Has.Count.EqualTo(10), "a long text is written at once, and a call is due after it");
    }

    [Test]
    public void OnProgress_OfAReader_IsCalledEach16KiBAndChangesNothing()
    {
        var writer = new SnapshotWriter();
        for (var i = 0; i < 20_000; i++)
        {
            writer.WriteInt64(i);
        }

        writer.WriteString(new string('x', 100_000));
        writer.WriteByte(1);
        var at = new List<int>();
        SnapshotReader? reader = null;
        reader = new SnapshotReader(writer.WrittenMemory)
        {
            OnProgress = () => at.Add(writer.Written.Length - reader!.Remaining),
        };

        for (var i = 0; i < 20_000; i++)
        {
            Assert.That(reader.ReadInt64(), Is.EqualTo(i));
        }

        Assert.That(reader.ReadString(), Has.Length.EqualTo(100_000));
        Assert.That(reader.ReadByte(), Is.EqualTo(1));
        Assert.That(() => reader.ReadByte(), Throws.TypeOf<SnapshotException>());
        Assert.That(at[..9], Is.EqualTo(Enumerable.Range(1, 9).Select(part => part * 16_384)));
        Assert.That(at, Has.Count.EqualTo(10), "a long text is read at once, and a call is due after it");
    }

    [Test]
    public void Codec_Integers_ComeBack()
    {
        Prop.ForAll<int>(ComesBack).Holds();
        Prop.ForAll<long>(ComesBack).Holds();
        Prop.ForAll<byte>(ComesBack).Holds();
        Prop.ForAll<bool>(ComesBack).Holds();
        Assert.That(ComesBack(System.Reactive.Unit.Default), Is.True);
    }

    [Test]
    public void Codec_Fractions_ComeBackBitForBit()
    {
        Prop.ForAll<double>(
            value => BitConverter.DoubleToInt64Bits(Back(value)) == BitConverter.DoubleToInt64Bits(value))
            .Holds();
        Prop.ForAll<decimal>(
            value => decimal.GetBits(Back(value)).SequenceEqual(decimal.GetBits(value))).Holds();
    }

    [Test]
    public void Codec_Times_ComeBackWithOffset()
    {
        Prop.ForAll<DateTimeOffset>(value => Back(value).EqualsExact(value)).Holds();
        Prop.ForAll<TimeSpan>(ComesBack).Holds();
        Prop.ForAll<Guid>(ComesBack).Holds();
    }

    [Test]
    public void Codec_Text_ComesBack()
    {
        Prop.ForAll<UnicodeString>(value => ComesBack(WellFormed(value.Get))).Holds();
        Assert.That(Back<string>(null!), Is.Null);
        Assert.That(Back(""), Is.Empty);
        Assert.That(Back("naïve 購物車 🛒"), Is.EqualTo("naïve 購物車 🛒"));
    }

    [Test]
    public void Codec_Interactions_ComeBack()
    {
        foreach (var interaction in SampleInteractions.Disordered(new Random(1), 1000))
        {
            Assert.That(Back(interaction), Is.EqualTo(interaction));
        }
    }

    [Test]
    public void Codec_InteractionsOfDamagedBytes_AreRefusedOrValid()
    {
        var writer = new SnapshotWriter();
        writer.Write(SampleInteractions.Disordered(new Random(1), 1)[0]);
        var random = new Random(2);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = writer.Written.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.That(new SnapshotReader(bytes).Read<Interaction>().EventTime.Offset, Is.EqualTo(TimeSpan.Zero));
            }
            catch (SnapshotException)
            {
                // The other right answer.
            }
        }
    }

    [Test]
    public void Codec_UnknownType_SaysWhatToDo() => Assert.That(
        () => SnapshotCodecs.Default.For<Version>(),
        Throws.TypeOf<SnapshotException>().With.Message.Contains("SnapshotCodecs.Default.With<Version>"));

    [Test]
    public void Codec_UnknownGenericType_IsNamedAsCSharpDoes() => Assert.That(
        () => SnapshotCodecs.Default.For<KeyValuePair<Version, List<int>>>(),
        Throws.TypeOf<SnapshotException>().With.Message.Contains(
            "SnapshotCodecs.Default.With<KeyValuePair<Version, List<Int32>>>"));

    [Test]
    public void Codec_Pair_ComesBack()
    {
        var codecs = SnapshotCodecs.Default.WithPair<string, long>();
        Assert.That(Back(("a", 1L), codecs), Is.EqualTo(("a", 1L)));
        Assert.That(() => Back(("a", 1L)), Throws.TypeOf<SnapshotException>(), "the default codecs stay as they are");
    }

    [Test]
    public void Codec_OfATypeThatIsBuiltIn_TakesItsPlaceInTheseCodecsAlone()
    {
        var doubled = SnapshotCodecs.Default.With((writer, value) => writer.WriteInt32(2 * value), x => x.ReadInt32());
        Assert.That(Back(4, doubled), Is.EqualTo(8));
        Assert.That(Back(4), Is.EqualTo(4));
    }

    [Test]
    public void Writer_Count_TakesSevenBitsAByte()
    {
        Prop.ForAll<NonNegativeInt>(value =>
        {
            var writer = new SnapshotWriter();
            writer.WriteCount(value.Get);
            return new SnapshotReader(writer.Written.ToArray()).ReadSize() == value.Get;
        }).Holds();
        var largest = new SnapshotWriter();
        largest.WriteCount(int.MaxValue);
        Assert.That(largest.Written.ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }));
        Assert.That(() => largest.WriteCount(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x1F }, TestName = "Reader_NumberBeyond32Bits_IsRefused")]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, TestName = "Reader_EndlessNumber_IsRefused")]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, TestName = "Reader_NegativeNumber_IsRefused")]
    [TestCase(new byte[] { }, TestName = "Reader_NoBytes_IsRefused")]
    public void Reader_BadNumber_IsRefused(byte[] bytes) =>
        Assert.That(() => new SnapshotReader(bytes).ReadSize(), Throws.TypeOf<SnapshotException>());

    [Test]
    public void Reader_CountBeyondTheBytes_IsRefused() =>
        Assert.That(() => new SnapshotReader(new byte[] { 3, 0, 0 }).ReadCount(), Throws.TypeOf<SnapshotException>());

    [Test]
    public void Reader_TextThatIsNotUtf8_IsRefused() =>
        Assert.That(
            () => new SnapshotReader(new byte[] { 1, 1, 0xFF }).ReadString(), Throws.TypeOf<SnapshotException>());

    [Test]
    public void Save_LayoutOfTheContainer_IsAsDocumented()
    {
        var machine = new RunningSumMachine<int>(value => value);
        machine.OnEvent(5, new Output<long>());
        var bytes = MachineSnapshot.Save(machine);
        Assert.Multiple(() =>
        {
            Assert.That(bytes[..4], Is.EqualTo("RXRS"u8.ToArray()));
            Assert.That(bytes[4], Is.EqualTo(2), "version of the container");
            Assert.That(bytes[5..7], Is.EqualTo(new byte[] { 1, 10 }), "a text of ten bytes");
            Assert.That(bytes[7..17], Is.EqualTo("RunningSum"u8.ToArray()));
            Assert.That(bytes[17], Is.EqualTo(1), "version of the machine's layout");
            Assert.That(bytes[18..26], Is.EqualTo(new byte[] { 5, 0, 0, 0, 0, 0, 0, 0 }));
            Assert.That(bytes[26..], Is.EqualTo(BitConverter.GetBytes(BitByBitCrc32C(bytes[..26]))), "CRC-32C");
        });
    }

    private static uint BitByBitCrc32C(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }

    /// <summary>Without lone halves of surrogate pairs, which UTF-8 cannot hold: each comes back as U+FFFD.</summary>
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    private static bool ComesBack<T>(T value) => EqualityComparer<T>.Default.Equals(Back(value), value);

    private static T Back<T>(T value, SnapshotCodecs? codecs = null)
    {
        var writer = new SnapshotWriter(codecs);
        writer.Write(value);
        var reader = new SnapshotReader(writer.Written.ToArray(), codecs);
        var back = reader.Read<T>();
        Assert.That(reader.Remaining, Is.Zero);
        return back;
    }
}
