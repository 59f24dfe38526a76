using System.Globalization;
using System.Text;

namespace RxRecs.Tests.Parsing;

public sealed class EventTimeTextTests
{
    [TestCase("2019-11-01 00:00:00 UTC", "2019-11-01T00:00:00Z")]
    [TestCase("2019-11-01 23:59:59", "2019-11-01T23:59:59Z")]
    [TestCase("2019-11-01T12:30:15Z", "2019-11-01T12:30:15Z")]
    [TestCase("2019-11-01 12:30:15.25 UTC", "2019-11-01T12:30:15.25Z")]
    [TestCase("2019-11-01T12:30:15.123456789Z", "2019-11-01T12:30:15.1234567Z")]
    [TestCase("2019-11-01T12:30:15+02:00", "2019-11-01T10:30:15Z")]
    [TestCase("2019-11-01T23:30:15-05:30", "2019-11-02T05:00:15Z")]
    [TestCase("2020-02-29 00:00:00 UTC", "2020-02-29T00:00:00Z")]
    [TestCase("1970-01-01 00:33:40 UTC", "1970-01-01T00:33:40Z")]
    [TestCase("2019-11-01", "2019-11-01T00:00:00Z")]
    [TestCase("2019-11-01Z", "2019-11-01T00:00:00Z")]
    [TestCase("2019-11-01 00:00:00+00", "2019-11-01T00:00:00Z")]
    [TestCase("2019-11-01 00:00:00 -0400", "2019-11-01T04:00:00Z")]
    [TestCase("2019-11-01 00:00:00 -04:00", "2019-11-01T04:00:00Z")]
    [TestCase("2019-11-01T12:30:15.5+0530", "2019-11-01T07:00:15.5Z")]
    [TestCase("2019-11-01 12:30:15,25", "2019-11-01T12:30:15.25Z")]
    [TestCase("2019-11-01 12:30", "2019-11-01T12:30:00Z")]
    [TestCase("2019-11-01T12:30Z", "2019-11-01T12:30:00Z")]
    [TestCase("2019-11-01T12:30+01", "2019-11-01T11:30:00Z")]
    [TestCase("2019-11-01 12:30 UTC", "2019-11-01T12:30:00Z")]
    [TestCase("2019-11-01 12:30:15 GMT", "2019-11-01T12:30:15Z")]
    [TestCase("2019-11-01t12:30:15z", "2019-11-01T12:30:15Z")]
    [TestCase("20191101T123015Z", "2019-11-01T12:30:15Z")]
    [TestCase("20191101T1230", "2019-11-01T12:30:00Z")]
    [TestCase("20191101T123015.25+0100", "2019-11-01T11:30:15.25Z")]
    [TestCase("9999-12-31 23:59:59 UTC", "9999-12-31T23:59:59Z")]
    [TestCase("0001-01-01 00:00:00 UTC", "0001-01-01T00:00:00Z")]
    public void TryParse_KnownForm_IsThatTime(string text, string expected)
    {
        var times = default(EventTimeText);

        Assert.That(times.TryParse(Encoding.UTF8.GetBytes(text), out var ticks), Is.True);
        Assert.That(ticks, Is.EqualTo(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcTicks));
    }

    [TestCase("")]
    [TestCase("2019-11")]
    [TestCase("2019-02-29")]
    [TestCase("2019-11-01 +2")]
    [TestCase("2019-11-01 10")]
    [TestCase("2019-11-01 10:30:15 +1500")]
    [TestCase("2019-11-01 10:30:15 PM")]
    [TestCase("2019-11-01T10:3")]
    [TestCase("20191101")]
    [TestCase("20191301T103015Z")]
    [TestCase("2019-02-29 00:00:00 UTC")]
    [TestCase("2019-13-01 00:00:00 UTC")]
    [TestCase("2019-00-01 00:00:00 UTC")]
    [TestCase("2019-11-00 00:00:00 UTC")]
    [TestCase("2019-11-01 24:00:00 UTC")]
    [TestCase("2019-11-01 00:60:00 UTC")]
    [TestCase("2019-11-01 00:00:60 UTC")]
    [TestCase("2019/11/01 00:00:00 UTC")]
    [TestCase("2019-11-01 00-00-00 UTC")]
    [TestCase("2019-11-01x00:00:00 UTC")]
    [TestCase("0000-11-01 00:00:00 UTC")]
    [TestCase("2019-11-01 00:00:00 MSK")]
    [TestCase("2019-11-01 00:00:00.UTC")]
    [TestCase("2019-11-01 00:00:00+15:00")]
    [TestCase("0001-01-01 00:00:00+02:00")]
    [TestCase("\0\0\0\0\0\0\0\0\0\0 00:00:00 UTC")]
    public void TryParse_AnythingElse_IsFalse(string text)
    {
        var times = default(EventTimeText);

        Assert.That(times.TryParse(Encoding.UTF8.GetBytes(text), out _), Is.False);
    }

    [Test]
    public void TryParse_ManyDays_RemembersNoneWrongly()
    {
        var random = new Random(5);
        var times = default(EventTimeText);
        for (var i = 0; i < 10_000; i++)
        {
            var time = new DateTime(
                random.NextInt64(DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond);
            time = i % 3 == 0 ? time : new DateTime(2019, 11, random.Next(1, 4)).AddSeconds(random.Next(86_400));

            Assert.That(
                times.TryParse(Encoding.UTF8.GetBytes(time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'")), out var ticks),
                Is.True);
            Assert.That(ticks, Is.EqualTo(time.Ticks));
        }
    }

    [TestCase("1433221332117", "2015-06-02T05:02:12.117Z", true)]
    [TestCase("1433221332117.0", "2015-06-02T05:02:12.117Z", true)]
    [TestCase("1396437466.94", "2014-04-02T11:17:46.94Z", false)]
    [TestCase("1396437466", "2014-04-02T11:17:46Z", false)]
    public void TryParseUnix_SecondsOrMilliseconds_IsExact(string text, string expected, bool inMilliseconds)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var isTime = inMilliseconds
            ? EventTimeText.TryParseMilliseconds(utf8, out var ticks)
            : EventTimeText.TryParseUnix(utf8, TimeSpan.TicksPerSecond, out ticks);

        Assert.That(isTime, Is.True);
        Assert.That(ticks, Is.EqualTo(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcTicks));
    }

    [TestCase("")]
    [TestCase("-5")]
    [TestCase("1.")]
    [TestCase(".5")]
    [TestCase("1.2x")]
    [TestCase("nan")]
    [TestCase("999999999999999999")]
    public void TryParseUnix_NotATime_IsFalse(string text) =>
        Assert.That(
            EventTimeText.TryParseUnix(Encoding.UTF8.GetBytes(text), TimeSpan.TicksPerSecond, out _), Is.False);
}
