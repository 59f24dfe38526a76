using System.Globalization;
using System.Text;

namespace RxRecs.Tests.Parsing;

public sealed class PriceTextTests
{
    [TestCase("2.62", "2.62")]
    [TestCase("0", "0")]
    [TestCase("0.00", "0")]
    [TestCase("-7.94", "-7.94")]
    [TestCase("543.10", "543.10")]
    [TestCase(".5", "0.5")]
    [TestCase("5.", "5")]
    [TestCase("+3", "3")]
    [TestCase("1e3", "1000")]
    [TestCase("0.1234565", "0.123456")]
    [TestCase("0.1234575", "0.123458")]
    [TestCase("123456789012.123456", "123456789012.123456")]
    [TestCase("9000000000000", "9000000000000")]
    [TestCase("-9000000000000.000000", "-9000000000000")]
    public void Parse_Number_IsThatPriceInMillionths(string text, string expected)
    {
        Assert.That(PriceText.Parse(Encoding.UTF8.GetBytes(text), out var units), Is.Null);
        Assert.That(units / 1_000_000m, Is.EqualTo(decimal.Parse(expected, CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Parse_Empty_IsNoPrice()
    {
        Assert.That(PriceText.Parse([], out var units), Is.Null);
        Assert.That(units, Is.EqualTo(long.MinValue));
    }

    [TestCase("nan")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1.2.3")]
    [TestCase("1,5")]
    [TestCase("inf")]
    [TestCase("1e400")]
    [TestCase("9000000000000.000001")]
    [TestCase("99999999999999999999999999999999999")]
    public void Parse_NotAPrice_SaysSo(string text) =>
        Assert.That(PriceText.Parse(Encoding.UTF8.GetBytes(text), out _), Is.Not.Null);
}
