namespace RxRecs.Kafka;

/// <summary>
/// Eight tests at a time wait for brokers on threads of the pool, which has two at once and then one more in half a
/// second: answers that come over it would be late by seconds, and no closing run waits so long for one.
/// </summary>
[SetUpFixture]
public sealed class WaitingThreads
{
    private const int AtOnce = 32;

    [OneTimeSetUp]
    public void Allow() => Assert.That(ThreadPool.SetMinThreads(AtOnce, AtOnce), Is.True);
}
