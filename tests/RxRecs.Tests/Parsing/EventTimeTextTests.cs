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
    [TestCase("20240501", "2024-05-01T00:00:00Z")]
    [TestCase("20240501Z", "2024-05-01T00:00:00Z")]
    [TestCase("20240501T101500Z", "2024-05-01T10:15:00Z")]
    [TestCase("20240501 10:15", "2024-05-01T10:15:00Z")]
    [TestCase("2024-05-01T24:00", "2024-05-02T00:00:00Z")]
    [TestCase("2024-12-31 24:00:00.000 UTC", "2025-01-01T00:00:00Z")]
    [TestCase("20240501T240000+0200", "2024-05-01T22:00:00Z")]
    [TestCase("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [TestCase("2016-12-31 23:59:60.250 UTC", "2017-01-01T00:00:00.25Z")]
    [TestCase("2017-01-01T05:29:60+05:30", "2017-01-01T00:00:00Z")]
    [TestCase("20161231T235960Z", "2017-01-01T00:00:00Z")]
    [TestCase("2024-W18-3", "2024-05-01T00:00:00Z")]
    [TestCase("2024W183", "2024-05-01T00:00:00Z")]
    [TestCase("2024-W18-3T10:15:00+02:00", "2024-05-01T08:15:00Z")]
    [TestCase("2024W183T101500Z", "2024-05-01T10:15:00Z")]
    [TestCase("2020-W53-7", "2021-01-03T00:00:00Z")]
    [TestCase("2025-W01-1", "2024-12-30T00:00:00Z")]
    [TestCase("9999-W52-5", "9999-12-31T00:00:00Z")]
    [TestCase("2024-122", "2024-05-01T00:00:00Z")]
    [TestCase("2024-366", "2024-12-31T00:00:00Z")]
    [TestCase("2024-122T10:15Z", "2024-05-01T10:15:00Z")]
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
    [TestCase("18991231")]
    [TestCase("22000101")]
    [TestCase("20191301")]
    [TestCase("20190229")]
    [TestCase("201911")]
    [TestCase("2019110")]
    [TestCase("201911011")]
    [TestCase("20191101.5")]
    [TestCase("1556668800")]
    [TestCase("2023-366")]
    [TestCase("2024-000")]
    [TestCase("2024-122x")]
    [TestCase("2024122")]
    [TestCase("2024-W18")]
    [TestCase("2024-W18-0")]
    [TestCase("2024-W18-8")]
    [TestCase("2024-W00-1")]
    [TestCase("2024-W53-1")]
    [TestCase("2024W18-3")]
    [TestCase("2024-W183")]
    [TestCase("9999-W52-6")]
    [TestCase("2024-05-01T24:00:01")]
    [TestCase("2024-05-01T24:00:00.001")]
    [TestCase("2024-05-01T24:01")]
    [TestCase("2024-05-01T25:00")]
    [TestCase("2024-05-01T23:60")]
    [TestCase("2024-05-01T23:58:60Z")]
    [TestCase("2016-12-31T23:59:61Z")]
    [TestCase("9999-12-31T24:00")]
    [TestCase("9999-12-31T23:59:60Z")]
    [TestCase("20191301T103015Z")]
    [TestCase("2019-02-29 00:00:00 UTC")]
    [TestCase("2019-13-01 00:00:00 UTC")]
    [TestCase("2019-00-01 00:00:00 UTC")]
    [TestCase("2019-11-00 00:00:00 UTC")]
    [TestCase("2019-11-01 24:00:60 UTC")]
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

    [Test]
    public void TryParse_RandomInstantsInEveryForm_AreReadBack()
    {
        var random = new Random(14);
        var times = default(EventTimeText);
        for (var i = 0; i < 20_000; i++)
        {
            var first = new DateTime(1900, 1, 1).Ticks;
            var time = new DateTime(first + random.NextInt64(new DateTime(2200, 1, 1).Ticks - first));
            time = i % 4 == 0 ? time.Date : time;
            var (date, hasZone) = (Dates(time)[i % 5], i % 3 != 0);
            var (clock, exact) = Clocks(time)[random.Next(4)];
            var offset = TimeSpan.FromMinutes(hasZone ? random.Next(-56, 57) * 15 : 0);
            var text = $"{date}{"T t"[random.Next(3)]}{clock}{(hasZone ? Offset(offset, random) : "")}";
            if (time == time.Date && i % 8 == 0)
            {
                // Midnight as the end of the day before it, or the date alone.
                text = i % 16 == 0 ? Dates(time)[i % 5] : $"{Dates(time.AddDays(-1))[i % 5]}T24:00:00";
                (exact, offset, hasZone) = (time, TimeSpan.Zero, false);
            }

            Assert.That(times.TryParse(Encoding.UTF8.GetBytes(text), out var ticks, out var saysZone), Is.True, text);
            Assert.That(new DateTime(ticks), Is.EqualTo(exact - offset), text);
            Assert.That(saysZone, Is.EqualTo(hasZone), text);
        }
    }

    private static string[] Dates(DateTime time)
    {
        var (year, week) = (ISOWeek.GetYear(time), ISOWeek.GetWeekOfYear(time));
        var weekday = time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek;
        return
        [
            $"{time:yyyy-MM-dd}", $"{time:yyyyMMdd}", $"{time:yyyy}-{time.DayOfYear:000}",
            $"{year}-W{week:00}-{weekday}",
            $"{year}W{week:00}{weekday}",
        ];
    }

    // Each with what is left of the time in it.
    private static (string Text, DateTime Exact)[] Clocks(DateTime time)
    {
        var minute = time.Date.AddMinutes((int)time.TimeOfDay.TotalMinutes);
        return
        [
            ($"{time:HH:mm}", minute), ($"{time:HHmm}", minute), ($"{time:HH:mm:ss.fffffff}", time),
            ($"{time:HHmmss,fffffff}", time),
        ];
    }

    private static string Offset(TimeSpan offset, Random random)
    {
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return offset == TimeSpan.Zero ? "Z"
            : $"{(random.Next(2) == 0 ? " " : "")}{sign}{offset:hh}{(random.Next(2) == 0 ? ":" : "")}{offset:mm}";
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

    [Test]
    public void TryParseUnix_AnyFractionOfASecond_IsCutOffBelowATick()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var seconds = random.NextInt64(0, 20_000_000_000);
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => random.Next(10)));
            var text = $"{seconds}.{digits}";

            Assert.That(EventTimeText.TryParseUnix(
                Encoding.UTF8.GetBytes(text), TimeSpan.TicksPerSecond, out var ticks), text);
            var fraction = long.Parse(digits.PadRight(7, '0')[..7], CultureInfo.InvariantCulture);
            Assert.That(
                ticks, Is.EqualTo(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + fraction), text);
        }
    }

    [TestCase("9223372036854775808")]
    [TestCase("9999999999999999999")]
    [TestCase("18446744073709551616")]
    public void TryParseSpan_NanosecondsBeyondANumber_IsFalse(string text) =>
        Assert.That(EventTimeText.TryParseSpan(Encoding.UTF8.GetBytes(text), 0, out _), Is.False);

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
