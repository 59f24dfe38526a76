using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RxRecs.Live.Http;
using RxRecs.Webhooks;

namespace RxRecs.Live;

/// <summary>Tests whom the key lets through, in virtual time.</summary>
[TestFixture]
public sealed class GuardTests
{
    private const string Key = "a-key-of-twenty-chars";
    private VirtualClock _clock = null!;
    private Func<HttpContext, RequestDelegate, Task> _guard = null!;

    [SetUp]
    public void Start()
    {
        _clock = new VirtualClock();
        _guard = Guard.RequireKey(Key, new RequestLimits(new LiveSettings(), _clock));
    }

    [Test]
    public async Task RequireKey_ManyWrongOnes_ComparesNothingForAWhile()
    {
        Assert.That(await Ask(Key), Is.EqualTo(200));
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await Ask("wrong"), Is.EqualTo(401));
        }

        Assert.That(await Ask("wrong"), Is.EqualTo(429));
        Assert.That(await Ask(Key), Is.EqualTo(429), "a guess that is right is told no sooner");
        Assert.That(await Ask(Key, "10.0.0.2"), Is.EqualTo(200), "another address");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Ask(Key), Is.EqualTo(200));
    }

    [Test]
    public async Task RequireKey_ManyOfOneIPv6Network_AreOneClient()
    {
        for (var i = 1; i <= 20; i++)
        {
            await Ask("wrong", $"2001:db8::{i}");
        }

        Assert.That(await Ask(Key, "2001:db8::99"), Is.EqualTo(429));
        Assert.That(await Ask(Key, "2001:db8:0:1::1"), Is.EqualTo(200));
        Assert.That(await Ask(Key, "::ffff:10.0.0.3"), Is.EqualTo(200));
    }

    private async Task<int> Ask(string key, string address = "10.0.0.1")
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Headers["X-Api-Key"] = key;
        await _guard(context, _ => Task.CompletedTask);
        return context.Response.StatusCode;
    }
}
