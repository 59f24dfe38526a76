using RxRecs.Live.Http;
using RxRecs.Webhooks;

namespace RxRecs.Live;

/// <summary>Tests what a limit lets through, in virtual time.</summary>
[TestFixture]
public sealed class RateLimitTests
{
    private readonly VirtualClock _clock = new();

    [Test]
    public void TryTake_MoreThanTheBurst_WaitsForTheNextToken()
    {
        var limit = new RateLimit<string>(_clock, perSecond: 4, burst: 2, mostKeys: 10);
        Assert.That(limit.TryTake("a", 1, out _) && limit.TryTake("a", 1, out _), Is.True);

        Assert.That(limit.TryTake("a", 1, out var wait), Is.False);
        Assert.That(wait, Is.EqualTo(TimeSpan.FromMilliseconds(250)));
        Assert.That(limit.TryTake("b", 1, out _), Is.True, "another key");
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.That(limit.TryTake("a", 1, out _), Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(limit.TryTake("a", 1, out _), Is.True);
    }

    [Test]
    public void TryTake_MoreThanABucketHolds_IsPaidForByTime()
    {
        var limit = new RateLimit<string>(_clock, perSecond: 10, burst: 10, mostKeys: 10);

        Assert.That(limit.TryTake("a", 100, out _), Is.True);

        Assert.That(limit.TryTake("a", 1, out var wait), Is.False);
        Assert.That(wait, Is.EqualTo(TimeSpan.FromSeconds(9.1)));
        _clock.Advance(wait);
        Assert.That(limit.TryTake("a", 1, out _), Is.True);
    }

    [Test]
    public void TryTake_NoLimit_LetsAllThrough() =>
        Assert.That(new RateLimit<string>(_clock, 0, 0, 10).TryTake("a", 1_000_000, out _), Is.True);

    [Test]
    public void TryTake_MoreKeysThanAreKept_ForgetsTheOldest()
    {
        var limit = new RateLimit<int>(_clock, perSecond: 1, burst: 1, mostKeys: 10);
        limit.TryTake(0, 1, out _);
        for (var key = 1; key <= 5; key++)
        {
            limit.TryTake(key, 1, out _);
        }

        Assert.That(limit.TryTake(0, 1, out _), Is.False, "of the older generation");
        for (var key = 6; key <= 20; key++)
        {
            limit.TryTake(key, 1, out _);
        }

        Assert.That(limit.TryTake(0, 1, out _), Is.True, "it begins anew");
        Assert.That(limit.TryTake(20, 1, out _), Is.False);
    }

    [Test]
    public void IsSpent_AfterCharges_UntilATokenIsThere()
    {
        var limit = new RateLimit<string>(_clock, perSecond: 1, burst: 2, mostKeys: 10);
        Assert.That(limit.IsSpent("a", out _), Is.False);
        limit.Charge("a", 2);
        Assert.That(limit.IsSpent("b", out _), Is.False);

        Assert.That(limit.IsSpent("a", out var wait), Is.True);
        Assert.That(wait, Is.EqualTo(TimeSpan.FromSeconds(1)));
        _clock.Advance(wait);
        Assert.That(limit.IsSpent("a", out _), Is.False);
    }
}
