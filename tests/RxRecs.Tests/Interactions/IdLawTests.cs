using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Interactions;

/// <summary>Checks the laws of ids on hostile text.</summary>
public sealed partial class IdLawTests
{
    private const int Cases = 2_000;
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Test]
    public void Id_AnyText_IsWhatTheModelSays() => Prop.ForAll(HostileText.Any, text =>
    {
        var isId = Id.TryParse(text, out var id);
        Assert.That(isId, Is.EqualTo(Utf8(text) is { Length: > 0 and <= 256 }));
        if (isId)
        {
            var number = ModelNumber(text);
            Assert.That(id.TryGetNumber(out var value) ? (BigInteger?)value : null, Is.EqualTo(number));
            Assert.That(id.ToString(), Is.EqualTo(number?.ToString(CultureInfo.InvariantCulture) ?? text));
        }
    }).Holds(Cases);

    [Test]
    public void Id_ToString_ParsesToItself() => Prop.ForAll(
        HostileText.Ids, id => id.IsNone || (Id.Parse(id.ToString()) == id && Id.Parse($"{id}".AsSpan()) == id))
        .Holds(Cases);

    [Test]
    public void Id_Utf8AndUtf16_Agree() => Prop.ForAll(HostileText.Any, text =>
    {
        var isId = Id.TryParse(text, out var id);
        Assert.That((Id.TryParse(text.AsSpan(), out var ofSpan), ofSpan), Is.EqualTo((isId, id)));
        if (Utf8(text) is { } utf8)
        {
            Assert.That((Id.TryParse(utf8, out var ofUtf8), ofUtf8), Is.EqualTo((isId, id)));
            Assert.That((Id.Read(utf8, new TextPool(2), out var ofPool) is null, ofPool), Is.EqualTo((isId, id)));
        }
    }).Holds(Cases);

    [Test]
    public void Id_Equality_IsThatOfTheModelAndOfTheHash() => Prop.ForAll(HostileText.Pairs, pair =>
    {
        var expected = pair.Left.ToString() == pair.Right.ToString();
        Assert.That(pair.Left == pair.Right, Is.EqualTo(expected));
        Assert.That(pair.Left.Equals((object)pair.Right), Is.EqualTo(expected));
        Assert.That(pair.Left != pair.Right, Is.Not.EqualTo(expected));
        Assert.That(!expected || pair.Left.GetHashCode() == pair.Right.GetHashCode(), Is.True);
    }).Holds(Cases);

    [Test]
    public void Id_Order_IsThatOfTheModel() => Prop.ForAll(HostileText.Pairs, pair =>
    {
        var order = Math.Sign(pair.Left.CompareTo(pair.Right));
        Assert.That(order, Is.EqualTo(ModelOrder(pair.Left, pair.Right)));
        Assert.That(Math.Sign(pair.Right.CompareTo(pair.Left)), Is.EqualTo(-order));
        Assert.That(order == 0, Is.EqualTo(pair.Left == pair.Right));
    }).Holds(Cases);

    [Test]
    public void Id_Order_IsTransitive() => Prop.ForAll(HostileText.Ids.Generator.Three().ToArbitrary(), three =>
    {
        var (a, b, c) = three;
        return !(a <= b && b <= c) || a <= c;
    }).Holds(Cases);

    [Test]
    public void Id_NumbersAsPaddedText_KeepTheirOrder() => Prop.ForAll(HostileText.Pairs, pair =>
        !pair.Left.TryGetNumber(out var left) || !pair.Right.TryGetNumber(out var right)
        || Math.Sign(Padded(left).CompareTo(Padded(right))) == Math.Sign(pair.Left.CompareTo(pair.Right)))
        .Holds(Cases);

    [Test]
    public void Id_Snapshot_ComesBack() => Prop.ForAll(HostileText.Ids, id =>
    {
        var writer = new SnapshotWriter();
        writer.Write(id);
        var reader = new SnapshotReader(writer.Written.ToArray());
        return reader.Read<Id>() == id && reader.Remaining == 0;
    }).Holds(Cases);

    [Test]
    public void Id_Json_ComesBack() => Prop.ForAll(HostileText.Ids, id =>
    {
        Assert.That(JsonSerializer.Deserialize<Id>(JsonSerializer.Serialize(id)), Is.EqualTo(id));
        var names = new Dictionary<Id, int> { [id] = 1 };
        Assert.That(
            JsonSerializer.Deserialize<Dictionary<Id, int>>(JsonSerializer.Serialize(names)), Is.EqualTo(names));
    }).Holds(Cases);

    private static Id Padded(long number) => "p" + number.ToString("D19", CultureInfo.InvariantCulture);

    private static int ModelOrder(Id left, Id right)
    {
        var (kind, other) = (Kind(left), Kind(right));
        return kind != other ? kind.CompareTo(other)
            : left.IsNumber ? Math.Sign(Number(left).CompareTo(Number(right)))
            : Math.Sign(Encoding.UTF8.GetBytes(left.ToString()).AsSpan()
                .SequenceCompareTo(Encoding.UTF8.GetBytes(right.ToString())));
    }

    private static int Kind(Id id) => id.IsNone ? 0 : id.IsNumber ? 1 : 2;

    private static BigInteger Number(Id id) => BigInteger.Parse(id.ToString(), CultureInfo.InvariantCulture);

    /// <summary>The number that a text is, by regular expressions and numbers without bound.</summary>
    private static BigInteger? ModelNumber(string text)
    {
        var form = Form().Match(text);
        if (!form.Success || form.Groups["whole"].Length + form.Groups["part"].Length == 0)
        {
            return null;
        }

        var digits = BigInteger.Parse("0" + form.Groups["whole"].Value + form.Groups["part"].Value);
        var exponent = form.Groups["exponent"].Success ? int.Parse(form.Groups["exponent"].Value) : 0;
        var power = exponent - form.Groups["part"].Length;
        var (value, rest) = power >= 0
            ? (digits * BigInteger.Pow(10, power), BigInteger.Zero)
            : BigInteger.DivRem(digits, BigInteger.Pow(10, -power));
        return rest.IsZero && value <= long.MaxValue ? value : null;
    }

    private static byte[]? Utf8(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"\A(?<whole>0|[1-9][0-9]*)?(?:(?<=[0-9])|(?=\.))(?:\.(?<part>[0-9]*)(?:[eE](?<exponent>[-+]?[0-9]{1,4}))?)?\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Form();
}
