using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Topics;

/// <summary>Tests of what a cluster says about topics, and of how long one waits for it.</summary>
public sealed class KafkaTopicsTests : BrokerTests
{
    [Test]
    public async Task FindAsync_Topic_HasItsPartitions()
    {
        NewTopic(3, name: "there");
        using var topics = new KafkaTopics(Settings);

        Assert.That((await topics.FindAsync("there"))?.Partitions, Is.EqualTo(3));
        Assert.That(await topics.FindAsync("missing"), Is.Null);
    }

    [Test]
    public async Task FindAsync_CancelledWhileNobodyAnswers_EndsAtOnce()
    {
        Broker.Faults.StartTracking();
        Broker.Faults.SetRoundTrip(TimeSpan.FromMinutes(2));
        using var stop = new CancellationTokenSource();
        var topics = new KafkaTopics(Settings) { Timeout = TimeSpan.FromMinutes(1) };
        var found = topics.FindAsync("events", stop.Token);
        Assert.That(Eventually.Is(() => Broker.Faults.Requests().Length > 0, Patience), Is.True, "it has asked");

        await stop.CancelAsync();

        await Assert.ThatAsync(
            () => found.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        await Task.Run(topics.Dispose).WaitAsync(Patience);
    }
}
