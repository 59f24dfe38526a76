using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RxRecs.Tests.Interactions;

public sealed class IdTests
{
    // Attributes would turn half a surrogate pair into U+FFFD.
    private static readonly object[] NoIds =
    [
        new[] { "", "is empty" },
        new[] { "\uD83D", "is not valid UTF-16" },
        new[] { "a\uDED2b", "is not valid UTF-16" },
        new[] { "\uDED2\uD83D", "is not valid UTF-16" },
        new[] { "12\uD83D", "is not valid UTF-16" },
    ];

    [Test]
    public void Id_Size_Is16Bytes() => Assert.That(Unsafe.SizeOf<Id>(), Is.EqualTo(16));

    [TestCase("0", 0)]
    [TestCase("7", 7)]
    [TestCase("12345678", 12345678)]
    [TestCase("123456789", 123456789)]
    [TestCase("2103807459595387724", 2103807459595387724)]
    [TestCase("9223372036854775807", long.MaxValue)]
    public void Parse_Digits_AreANumber(string text, long number)
    {
        AssertNumber(text, number);
        Assert.That(Id.Parse(text).ToString(), Is.EqualTo(text));
    }

    [TestCase("0.0", 0)]
    [TestCase("5802432.0", 5802432)]
    [TestCase("5802432.", 5802432)]
    [TestCase("562076640.00000000000000000000000000", 562076640)]
    [TestCase("1.4e18", 1_400_000_000_000_000_000)]
    [TestCase("1.4E18", 1_400_000_000_000_000_000)]
    [TestCase("1.4875800092865987e+18", 1487580009286598700)]
    [TestCase("9.223372036854775807e18", long.MaxValue)]
    [TestCase("9223372036854775807.0", long.MaxValue)]
    [TestCase("1200.0e-2", 12)]
    [TestCase("0.7e1", 7)]
    [TestCase("0.0e99", 0)]
    public void Parse_FormOfADataFrame_IsTheNumberWithItsDigits(string text, long number) => AssertNumber(text, number);

    [TestCase("007")]
    [TestCase("00")]
    [TestCase("007.0")]
    [TestCase("00000000000000000000000042")]
    [TestCase("9223372036854775808")]
    [TestCase("9223372036854775808.0")]
    [TestCase("18446744073709551615")]
    [TestCase("18446744073709551617")]
    [TestCase("99999999999999999999")]
    [TestCase("123456789012345678901234567890")]
    [TestCase("12E5")]
    [TestCase("1e3")]
    [TestCase("1200e-2")]
    [TestCase("-5")]
    [TestCase("+5")]
    [TestCase("-0")]
    [TestCase("-0.0")]
    [TestCase("-5.0")]
    [TestCase("+5.0")]
    [TestCase("1.5")]
    [TestCase("1.4875800092865987e+10")]
    [TestCase("1.0e19")]
    [TestCase("1.0e99999")]
    [TestCase("1.0e-1")]
    [TestCase("1.0e")]
    [TestCase("1.2.3")]
    [TestCase(".")]
    [TestCase("1e3.0")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("1\0")]
    [TestCase("\0")]
    [TestCase("1,5")]
    [TestCase("1.000,0")]
    [TestCase("0x10")]
    [TestCase("12345678x")]
    [TestCase("1234567:")]
    [TestCase("1234567/")]
    [TestCase("NaN")]
    [TestCase("None")]
    [TestCase("٤٢")]
    [TestCase("４２")]
    [TestCase("４２.0")]
    [TestCase("SKU-1")]
    [TestCase("購物車 🛒")]
    public void Parse_AnythingElse_IsTheTextAsItIs(string text)
    {
        foreach (var id in AllWays(text))
        {
            Assert.That((id.IsNumber, id.IsNone), Is.EqualTo((false, false)));
            Assert.That(id.TryGetNumber(out var number), Is.False);
            Assert.That(number, Is.Zero);
            Assert.That(id.ToString(), Is.EqualTo(text));
        }
    }

    [TestCaseSource(nameof(NoIds))]
    public void Parse_NoId_SaysWhy(string text, string problem)
    {
        Assert.That(() => Id.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(problem));
        Assert.That(() => Id.Parse(text.AsSpan()), Throws.TypeOf<FormatException>().With.Message.Contains(problem));
        Assert.That(() => (Id)text, Throws.ArgumentException.With.Message.Contains(problem));
        Assert.That((Id.TryParse(text, out var id), id), Is.EqualTo((false, Id.None)));
        Assert.That((Id.TryParse(text.AsSpan(), out id), id), Is.EqualTo((false, Id.None)));
    }

    [TestCase("a", 255, true)]
    [TestCase("a", 256, true)]
    [TestCase("a", 257, false)]
    [TestCase("я", 128, true)]
    [TestCase("я", 129, false)]
    [TestCase("購", 85, true)]
    [TestCase("購", 86, false)]
    [TestCase("🛒", 64, true)]
    [TestCase("🛒", 65, false)]
    [TestCase("9", 256, true)]
    [TestCase("9", 257, false)]
    [TestCase("1.0", 86, false)]
    public void Parse_AtTheLimit_CountsBytesOfUtf8(string part, int times, bool isId)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));
        Assert.That(Id.TryParse(text, out var id), Is.EqualTo(isId));
        Assert.That(Id.TryParse(Encoding.UTF8.GetBytes(text), out var same), Is.EqualTo(isId));
        Assert.That(same, Is.EqualTo(id));
        Assert.That(id.ToString(), Is.EqualTo(isId ? text : ""));
    }

    [Test]
    public void Parse_NumberWithZerosBeyondTheLimit_IsNoId()
    {
        Assert.That(Id.Parse("7." + new string('0', 254)), Is.EqualTo((Id)7));
        Assert.That(Id.TryParse("7." + new string('0', 255), out _), Is.False);
        Assert.That(Id.TryParse(Encoding.UTF8.GetBytes("7." + new string('0', 255)), out _), Is.False);
    }

    [TestCase(new byte[] { })]
    [TestCase(new byte[] { 0xC3, 0x28 })]
    [TestCase(new byte[] { 0xED, 0xA0, 0xBD })]
    [TestCase(new byte[] { 0xC0, 0xB1 })]
    [TestCase(new byte[] { 0x31, 0xFF })]
    public void TryParse_NotUtf8_IsFalse(byte[] utf8)
    {
        Assert.That((Id.TryParse(utf8, out var id), id), Is.EqualTo((false, Id.None)));
        Assert.That(Id.Read(utf8, new TextPool(4), out id), Is.Not.Null);
        Assert.That(id, Is.EqualTo(Id.None));
    }

    [Test]
    public void Conversion_OutOfRange_NamesTheArgument()
    {
        Assert.That(() => (Id)(-1L), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => (Id)(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => (Id)(string)null!, Throws.ArgumentNullException);
        Assert.That(() => (Id)new string('a', 257), Throws.ArgumentException);
        Assert.That(() => Id.Parse(null!), Throws.ArgumentNullException);
        Assert.That(Id.TryParse((string?)null, out _), Is.False);
    }

    [Test]
    public void Conversion_OfNumberAndItsText_IsTheSameId()
    {
        Id fromInt = 42;
        Id fromLong = 42L;
        Id fromText = "42";
        Assert.That((fromInt == fromLong, fromInt == fromText, fromInt != 7), Is.EqualTo((true, true, true)));
        Assert.That(fromText == "42.0", Is.True);
        Assert.That(fromInt.GetHashCode(), Is.EqualTo(42L.GetHashCode()));
        Assert.That(((Id)"007") == "7", Is.False);
    }

    [Test]
    public void None_IsTheDefault_AndNothingElse()
    {
        Assert.That(Id.None, Is.EqualTo(default(Id)));
        Assert.That((Id.None.IsNone, Id.None.IsNumber, Id.None.ToString()), Is.EqualTo((true, false, "")));
        Assert.That(Id.None, Is.Not.EqualTo((Id)0));
        Assert.That(Id.None.GetHashCode(), Is.EqualTo(default(Id).GetHashCode()));
        Assert.That(((Id)0).IsNone, Is.False);
    }

    /// <summary>Among so many texts of one length about ten pairs have the same hash of 32 bits.</summary>
    [Test]
    public void Equality_TextsOfTheSameHash_AreTwoIds() => Assert.That(
        Enumerable.Range(100_000, 300_000).Select(i => (Id)$"p{i}").Distinct().Count(), Is.EqualTo(300_000));

    [Test]
    public void Order_NoneNumbersText_IsByValueThenByCodePoints()
    {
        Id[] ordered =
        [
            Id.None, 0, 7, 10, 5_000_000_000, long.MaxValue, "\0", "+5", "-5", "007", "1.5", "9223372036854775808", "A",
            "AB", "a", "aa", "b", "é", "\uD7FF", "\uE000", "\uFFFD", "\uFFFF", "\uFFFFa", "🛒", "🛒a", "🛓",
            "\U0010FFFF",
        ];
        Id[] shuffled = [.. ordered];
        new Random(5).Shuffle(shuffled);
        Array.Sort(shuffled);
        Assert.That(shuffled, Is.EqualTo(ordered));
        for (var i = 1; i < ordered.Length; i++)
        {
            var (left, right) = (ordered[i - 1], ordered[i]);
            Assert.That(
                (left < right, left <= right, left > right, left >= right), Is.EqualTo((true, true, false, false)));
        }
    }

    [Test]
    public void Read_WithPool_SharesTextAndAllocatesNothing()
    {
        var pool = new TextPool(4);
        Id.Read("26dd6e6e-4dac"u8, pool, out var first);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var same = true;
        for (var i = 0; i < 1000; i++)
        {
            same &= Id.Read("26dd6e6e-4dac"u8, pool, out var again) is null && again == first;
            same &= Id.Read("5802432"u8, pool, out again) is null && again == 5802432;
            same &= Id.TryParse("5802432.0"u8, out again) && again == 5802432;
            same &= Id.TryParse("5802432", out again) && again == 5802432;
            same &= Id.TryParse("5802432.0", out again) && again == 5802432;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(same, Is.True);
        Id.Read("26dd6e6e-4dac"u8, pool, out var shared);
        Assert.That(shared.ToString(), Is.SameAs(first.ToString()));
    }

    [TestCase("s-", "42", "s-42")]
    [TestCase("s-", "5802432.0", "s-5802432.0")]
    [TestCase("1", "42", "142")]
    public void Read_WithPrefix_IsTheIdOfTheWhole(string prefix, string text, string whole)
    {
        Assert.That(Id.Read(Encoding.UTF8.GetBytes(text), new TextPool(4, prefix), out var id), Is.Null);
        Assert.That(id, Is.EqualTo(Id.Parse(whole)));
    }

    [Test]
    public void Read_WithPrefixBeyondTheLimit_IsNoId() => Assert.That(
        Id.Read(Encoding.UTF8.GetBytes(new string('a', 255)), new TextPool(4, "s-"), out _),
        Is.EqualTo("is longer than 256 bytes"));

    [Test]
    public void Format_InPlace_IsTheText()
    {
        Id[] ids = [Id.None, 0, long.MaxValue, "購物車 🛒", "a"];
        foreach (var id in ids)
        {
            Assert.That($"{id}|{id:G}", Is.EqualTo($"{id.ToString()}|{id.ToString()}"));
            var utf8 = new byte[Id.MaxBytes];
            Assert.That(id.TryFormat(utf8, out var length), Is.True);
            Assert.That(Encoding.UTF8.GetString(utf8, 0, length), Is.EqualTo(id.ToString()));
            Assert.That(id.TryFormat(new char[id.ToString().Length], out var written), Is.True);
            Assert.That(written, Is.EqualTo(id.ToString().Length));
        }

        Assert.That(() => $"{(Id)7:D9}", Throws.TypeOf<FormatException>());
        Assert.That(
            () => string.Format(CultureInfo.InvariantCulture, "{0:x}", (Id)7), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Interfaces_OfTheFramework_DoTheSame()
    {
        Assert.That((ParseAs<Id>("42"), ParseSpanAs<Id>("a")), Is.EqualTo(((Id)42, (Id)"a")));
        Assert.That((TryParseAs<Id>(""), TryParseAs<Id>(null), TryParseAs<Id>("a")), Is.EqualTo((false, false, true)));
        Span<byte> utf8 = stackalloc byte[8];
        Assert.That(System.Text.Unicode.Utf8.TryWrite(utf8, $"{(Id)42}{(Id)"я"}", out var length), Is.True);
        Assert.That(Encoding.UTF8.GetString(utf8[..length]), Is.EqualTo("42я"));
    }

    [Test]
    public void Format_NoRoom_IsFalse()
    {
        Id[] ids = [10, "ab", "я"];
        foreach (var id in ids)
        {
            Assert.That((id.TryFormat(new byte[1], out var bytes), bytes), Is.EqualTo((false, 0)));
            Assert.That((id.TryFormat(Span<char>.Empty, out var chars), chars), Is.EqualTo((false, 0)));
        }
    }

    private static T ParseAs<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);

    private static T ParseSpanAs<T>(string text)
        where T : ISpanParsable<T> => T.Parse(text.AsSpan(), CultureInfo.InvariantCulture);

    private static bool TryParseAs<T>(string? text)
        where T : ISpanParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out _)
        && T.TryParse(text.AsSpan(), CultureInfo.InvariantCulture, out _);

    private static void AssertNumber(string text, long expected)
    {
        foreach (var id in AllWays(text))
        {
            Assert.That((id.IsNumber, id.IsNone), Is.EqualTo((true, false)));
            Assert.That((id.TryGetNumber(out var number), number), Is.EqualTo((true, expected)));
            Assert.That(id, Is.EqualTo((Id)expected));
        }
    }

    private static Id[] AllWays(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.That(Id.TryParse(utf8, out var fromUtf8), Is.True);
        Assert.That(Id.Read(utf8, new TextPool(4), out var fromPool), Is.Null);
        Assert.That(Id.TryParse(text, out var fromString), Is.True);
        return [fromUtf8, fromPool, fromString, text, Id.Parse(text), Id.Parse(text.AsSpan())];
    }

    [Test]
    public void Guid_AsAnId_IsItsTextInLowerCase()
    {
        Id id = Guid.Parse("5E0C6B1E-6F1C-4D0E-9A55-0C9A2F7B1D01");

        Assert.That(id, Is.EqualTo((Id)"5e0c6b1e-6f1c-4d0e-9a55-0c9a2f7b1d01"));
    }

    [Test]
    public void Comparable_WithoutAType_OrdersIdsAndRefusesOthers()
    {
        var untyped = System.Collections.Comparer.DefaultInvariant;

        Assert.That(untyped.Compare((Id)2, (Id)10), Is.Negative);
        Assert.That(untyped.Compare((Id)2, null), Is.Positive);
        Assert.That(untyped.Compare((Id)2, (Id)"a"), Is.Negative);
        Assert.That(() => untyped.Compare((Id)2, 2), Throws.ArgumentException);
    }
}
