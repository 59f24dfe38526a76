using System.Globalization;
using System.Text;

namespace RxRecs.Tests.Parsing;

public sealed class DigitsTests
{
    [Test]
    public void TryParse_EveryLength_ReadsWhatTheFrameworkReads([Range(1, 19)] int length)
    {
        var random = new Random(length);
        for (var i = 0; i < 1_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, length).Select(_ => (char)('0' + random.Next(10)))]);

            Assert.That(Digits.TryParse(Encoding.ASCII.GetBytes(text), out var value), text);
            Assert.That(value, Is.EqualTo(ulong.Parse(text, CultureInfo.InvariantCulture)));
        }
    }

    [Test]
    public void TryParse_OneLetterThatIsNoDigit_IsRefusedWhereverItStands([Range(1, 19)] int length)
    {
        for (var at = 0; at < length; at++)
        {
            foreach (var letter in (byte[])[0, (byte)' ', (byte)'/', (byte)':', (byte)'e', 0x80, 0xB5, 0xFF])
            {
                var text = Encoding.ASCII.GetBytes(new string('7', length));
                text[at] = letter;

                Assert.That(Digits.TryParse(text, out _), Is.False, $"{letter} at {at}");
            }
        }
    }

    [Test]
    public void TryParse_Nothing_IsNoNumber() => Assert.That(Digits.TryParse([], out _), Is.False);
}
