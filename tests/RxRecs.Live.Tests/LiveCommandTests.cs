namespace RxRecs.Live;

/// <summary>Tests what the command line says.</summary>
[TestFixture]
public sealed class LiveCommandTests
{
    [TestCase("--rate", "x")]
    [TestCase("--rate", "-1")]
    [TestCase("--rate", "100001")]
    [TestCase("--management-port", "0")]
    [TestCase("--url", "ftp://localhost")]
    [TestCase("--url", "http://localhost/shop")]
    [TestCase("--api-key-file", "no-such-file")]
    [TestCase("--kafka-config", "no-such-file")]
    [TestCase("--topic", "shop-events")]
    [TestCase("--speed", "1")]
    public void TryRead_WhatCannotBe_IsAnErrorOfUse(string option, string value)
    {
        Assert.That(LiveCommand.TryRead([option, value], out _, out var exitCode), Is.False);
        Assert.That(exitCode, Is.EqualTo(2));
    }

    [Test]
    public void TryRead_Help_StartsNothing()
    {
        Assert.That(LiveCommand.TryRead(["--help"], out _, out var exitCode), Is.False);
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void TryRead_ABroker_IsItsTopicAsTheLog()
    {
        Assert.That(
            LiveCommand.TryRead(["--broker", "localhost:9092", "--topic", "clicks"], out var settings, out _), Is.True);
        Assert.That((settings.Broker!.BootstrapServers, settings.Topic), Is.EqualTo(("localhost:9092", "clicks")));
    }

    [Test]
    public void TryRead_Nothing_IsLoopbackWithTheSyntheticShop()
    {
        Assert.That(LiveCommand.TryRead([], out var settings, out _), Is.True);
        Assert.That(new Uri(settings.Url).IsLoopback, Is.True);
        Assert.That(settings.Rate, Is.EqualTo(200));
        Assert.That(settings.Broker, Is.Null);
        Assert.That(settings.ApiKey, Is.Null);
    }
}
