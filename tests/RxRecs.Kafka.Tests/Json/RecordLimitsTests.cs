using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Json;

public sealed class RecordLimitsTests
{
    private readonly RecordLimitOptions _limits = new();

    [Test]
    public void Check_JustWithin_IsFine() =>
        Assert.That(_limits.Check(Records.Of(new byte[256 * 1024], new byte[256], Many(32, 4 * 1024))), Is.Null);

    [Test]
    public void Check_NothingThere_IsFine() =>
        Assert.That(_limits.Check(Records.Of(null, null, new Headers { { "a", null } })), Is.Null);

    [TestCase(262_145, 0, 0, 1, "the value has 262145 bytes, more than 262144 (RecordLimitOptions.MaxValueSize)")]
    [TestCase(0, 257, 0, 1, "the key has 257 bytes, more than 256 (RecordLimitOptions.MaxKeySize)")]
    [TestCase(0, 0, 33, 1, "there are 33 headers, more than 32 (RecordLimitOptions.MaxHeaders)")]
    [TestCase(0, 0, 2, 4097, "header 1 has 4097 bytes, more than 4096 (RecordLimitOptions.MaxHeaderSize)")]
    public void Check_OneTooLarge_SaysWhich(int value, int key, int headers, int header, string reason) =>
        Assert.That(
            _limits.Check(Records.Of(new byte[value], new byte[key], Many(headers, header))), Is.EqualTo(reason));

    [TestCase(null, 80, false)]
    [TestCase(60, 60, false)]
    [TestCase(60, 61, true)]
    [TestCase(60, -100_000, false)]
    public void CheckTime_AheadOfTheClock_IsRefusedBeyondTheSkew(int? skew, int ahead, bool isRefused)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var limits = new RecordLimitOptions { MaxFutureSkew = skew is { } s ? TimeSpan.FromMinutes(s) : null };

        Assert.That(limits.CheckTime(now.AddMinutes(ahead), now) is not null, Is.EqualTo(isRefused));
    }

    private static Headers Many(int count, int size)
    {
        var headers = new Headers();
        for (var i = 0; i < count; i++)
        {
            headers.Add("a", new byte[size - 1]);
        }

        return headers;
    }
}
