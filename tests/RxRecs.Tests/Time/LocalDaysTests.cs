using System.Globalization;

namespace RxRecs.Tests.Time;

public sealed class LocalDaysTests
{
    [Test]
    [TestCase("Europe/Berlin", "2024-03-31", "2024-03-30T23:00", 23, TestName = "Berlin, summer begins")]
    [TestCase("Europe/Berlin", "2024-10-27", "2024-10-26T22:00", 25, TestName = "Berlin, summer ends")]
    [TestCase("Europe/Berlin", "2024-05-01", "2024-04-30T22:00", 24, TestName = "Berlin, any day")]
    [TestCase("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", 23, TestName = "Sao Paulo, no midnight")]
    [TestCase(
        "America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", 25,
        TestName = "Sao Paulo, an hour twice before midnight")]
    [TestCase("Asia/Beirut", "2024-03-31", "2024-03-30T22:00", 23, TestName = "Beirut, no midnight")]
    [TestCase("Asia/Kolkata", "2024-05-01", "2024-04-30T18:30", 24, TestName = "Kolkata, half an hour")]
    [TestCase("Asia/Kathmandu", "2024-05-01", "2024-04-30T18:15", 24, TestName = "Kathmandu, three quarters")]
    [TestCase("Australia/Lord_Howe", "2024-10-06", "2024-10-05T13:30", 23.5, TestName = "Lord Howe, summer begins")]
    [TestCase("Australia/Lord_Howe", "2024-04-07", "2024-04-06T13:00", 24.5, TestName = "Lord Howe, summer ends")]
    [TestCase("America/St_Johns", "2010-11-07", "2010-11-07T02:30", 25, TestName = "St. Johns, midnight twice")]
    [TestCase("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", 24, TestName = "Apia, the day before the one left out")]
    [TestCase("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", 24, TestName = "Apia, the day after the one left out")]
    [TestCase("Pacific/Kwajalein", "1969-09-30", "1969-09-29T13:00", 47, TestName = "Kwajalein, a day of two")]
    [TestCase("Africa/Casablanca", "2024-03-10", "2024-03-09T23:00", 25, TestName = "Casablanca, Ramadan begins")]
    public void StartOf_DaysOfZones_AreTheFirstInstants(string zone, string date, string start, double hours)
    {
        var days = Days(zone);
        var first = Utc(start);
        var day = days.DayOf(first);
        Assert.That(new DateTime(days.StartOf(day)), Is.EqualTo(new DateTime(first)));
        Assert.That(TimeSpan.FromTicks(days.StartOf(day + 1) - first), Is.EqualTo(TimeSpan.FromHours(hours)));
        Assert.That(days.DayOf(first - 1), Is.EqualTo(day - 1));
        Assert.That(days.DayOf(days.StartOf(day + 1) - 1), Is.EqualTo(day));
        Assert.That(LocalTimes(zone, first), Does.StartWith(date));
    }

    [Test]
    public void DayOf_DateThatIsLeftOut_IsNoDay()
    {
        var days = Days("Pacific/Apia");
        Assert.That(
            days.DayOf(Utc("2011-12-30T10:00")), Is.EqualTo(days.DayOf(Utc("2011-12-29T10:00")) + 1));
        Assert.That(days.DayOf(Utc("2024-05-01T12:00")) - days.DayOf(Utc("2011-12-29T12:00")), Is.EqualTo(
            DateTime.Parse("2024-05-02").Subtract(DateTime.Parse("2011-12-29")).Days - 1));
    }

    [Test]
    [TestCase("Europe/Berlin", 2024)]
    [TestCase("Europe/Berlin", 1945)]
    [TestCase("Europe/Berlin", 2100)]
    [TestCase("America/Sao_Paulo", 2018)]
    [TestCase("Asia/Beirut", 2023)]
    [TestCase("Asia/Kolkata", 1945)]
    [TestCase("Australia/Lord_Howe", 2024)]
    [TestCase("Pacific/Apia", 2011)]
    [TestCase("Pacific/Kiritimati", 1994)]
    [TestCase("Pacific/Kwajalein", 1993)]
    [TestCase("America/St_Johns", 2010)]
    [TestCase("America/Havana", 2024)]
    [TestCase("Africa/Cairo", 2024)]
    [TestCase("Antarctica/Troll", 2024)]
    [TestCase("America/Caracas", 2016)]
    [TestCase("UTC", 2024)]
    public void DayOf_EveryMinuteOfAYear_IsTheGreatestDateThatClocksHaveShown(string id, int year)
    {
        var (zone, days) = (TimeZoneInfo.FindSystemTimeZoneById(id), Days(id));
        var at = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var (date, day) = (TimeZoneInfo.ConvertTimeFromUtc(at, zone).Date, days.DayOf(at.Ticks));
        for (var end = at.AddYears(1); at < end; at = at.AddMinutes(1))
        {
            var shown = TimeZoneInfo.ConvertTimeFromUtc(at, zone).Date;
            if (shown > date)
            {
                (date, day) = (shown, day + 1);
                Assert.That(new DateTime(days.StartOf(day)), Is.EqualTo(at));
            }

            if (days.DayOf(at.Ticks) != day)
            {
                Assert.Fail($"{at:s} is of day {days.DayOf(at.Ticks)}, not {day} ({date:d}).");
            }
        }
    }

    [Test]
    public void StartOf_EndsOfTime_GoOn([Values("Europe/Berlin", "America/New_York", "Pacific/Kiritimati")] string zone)
    {
        var days = Days(zone);
        foreach (var ticks in new[] { 0L, 1, DateTime.MaxValue.Ticks - 1, DateTime.MaxValue.Ticks })
        {
            var day = days.DayOf(ticks);
            Assert.That(days.StartOf(day), Is.LessThanOrEqualTo(ticks));
            Assert.That(days.StartOf(day + 1), Is.GreaterThan(ticks));
        }
    }

    [Test]
    public void DayOf_ManyTimes_AllocatesNothing()
    {
        var days = Days("Europe/Berlin");
        var start = Utc("2024-03-25T00:00");
        long sum = 0;
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                sum += days.DayOf(start + (i * 7919L * TimeSpan.TicksPerSecond % (20 * TimeSpan.TicksPerDay)));
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(round == 0 ? 0 : allocated, Is.Zero);
        }

        Assert.That(sum, Is.Not.Zero);
    }

    private static LocalDays Days(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static long Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture).Ticks;

    private static string LocalTimes(string zone, long ticks) => TimeZoneInfo
        .ConvertTimeFromUtc(new DateTime(ticks, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById(zone))
        .ToString("s", CultureInfo.InvariantCulture);
}
