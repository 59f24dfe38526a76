using System.Globalization;
using System.Numerics;
using System.Text;

namespace RxRecs.Tests.Parsing;

public sealed class WholeNumberTextTests
{
    [TestCase("0", 0)]
    [TestCase("7", 7)]
    [TestCase("12345678", 12345678)]
    [TestCase("2103807459595387724", 2103807459595387724)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("00000000000000000000000042", 42)]
    [TestCase("5802432.0", 5802432)]
    [TestCase("5802432.", 5802432)]
    [TestCase("562076640.00000000000000000000000000", 562076640)]
    [TestCase("1.4875800092865987e+18", 1487580009286598700)]
    [TestCase("1.515915625441994e+18", 1515915625441994000)]
    [TestCase("1.4000000000000000e+16", 14000000000000000)]
    [TestCase("1.40e+01", 14)]
    [TestCase("9.223372036854775e+18", 9223372036854775000)]
    [TestCase("0.0", 0)]
    [TestCase("1E3", 1000)]
    [TestCase("1200e-2", 12)]
    [TestCase("9.223372036854775807e18", long.MaxValue)]
    [TestCase("0e99", 0)]
    [TestCase("-0", 0)]
    [TestCase("100020003000.0", 100020003000)]
    [TestCase("1000000000000000000", 1000000000000000000)]
    public void Parse_WholeNumber_KeepsEveryDigit(string text, long expected)
    {
        Assert.That(WholeNumberText.Parse(Encoding.UTF8.GetBytes(text), out var id), Is.Null);
        Assert.That(id, Is.EqualTo(expected));
    }

    [TestCase("", "is empty")]
    [TestCase("9223372036854775808", "is too large")]
    [TestCase("99999999999999999999", "is too large")]
    [TestCase("123456789012345678901234567890", "is too large")]
    [TestCase("100000000000000000000000000000000000000000000000000001", "is too large")]
    [TestCase("1e19", "is too large")]
    [TestCase("9.3e+18", "is too large")]
    [TestCase("1.0e+19", "is too large")]
    [TestCase("1.5e+xx", "is not a number")]
    [TestCase("1.23e+01", "is not a whole number")]
    [TestCase("1e999", "is too large")]
    [TestCase("1.5", "is not a whole number")]
    [TestCase("1.00000000000000000000000000000001", "is not a whole number")]
    [TestCase("1.4875800092865987e+10", "is not a whole number")]
    [TestCase("1e-3", "is not a whole number")]
    [TestCase("-5", "is negative")]
    [TestCase("nan", "is not a number")]
    [TestCase("NaN", "is not a number")]
    [TestCase("inf", "is not a number")]
    [TestCase("e5", "is not a number")]
    [TestCase("1e", "is not a number")]
    [TestCase("1e99999", "is not a number")]
    [TestCase(".", "is not a number")]
    [TestCase("-", "is not a number")]
    [TestCase("1.2.3", "is not a number")]
    [TestCase(" 1", "is not a number")]
    [TestCase("12345678x", "is not a number")]
    [TestCase("1,5", "is not a number")]
    [TestCase("0x10", "is not a number")]
    public void Parse_NotAnId_SaysWhy(string text, string problem) =>
        Assert.That(WholeNumberText.Parse(Encoding.UTF8.GetBytes(text), out _), Is.EqualTo(problem));

    [Test]
    public void Parse_MillionLeadingZeros_IsTheNumberAndTakesOnePass() =>
        Assert.That(
            (WholeNumberText.Parse(Encoding.UTF8.GetBytes(new string('0', 1_000_000) + "7.0"), out var id), id),
            Is.EqualTo(((string?)null, 7L)));

    [Test]
    public void Parse_AnyNumberInScientificForm_AgreesWithBigInteger()
    {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var digits = random.NextInt64(1_000_000_000_000_000_000, long.MaxValue)
                .ToString(CultureInfo.InvariantCulture)[..random.Next(1, 19)];
            var exponent = random.Next(-3, 24);
            var text = $"{digits[0]}.{digits[1..]}0e{exponent:+0;-0}";
            var scaled = BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, exponent + 3);
            var value = BigInteger.DivRem(scaled, BigInteger.Pow(10, digits.Length + 2), out var rest);

            var problem = WholeNumberText.Parse(Encoding.UTF8.GetBytes(text), out var id);

            var expected = !rest.IsZero ? "is not a whole number" : value > long.MaxValue ? "is too large" : null;
            Assert.That(problem, Is.EqualTo(expected), text);
            Assert.That(id, Is.EqualTo(expected is null ? (long)value : 0), text);
        }
    }
}
