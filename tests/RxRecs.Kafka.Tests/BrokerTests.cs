namespace RxRecs.Kafka;

/// <summary>
/// Tests over the embedded broker. Each has one of its own, which is there before the test begins and gone after it, so
/// that tests run side by side and no fault outlives its test.
/// </summary>
public abstract class BrokerTests
{
    /// <summary>The time to wait for what must come.</summary>
    protected static readonly TimeSpan Patience = Eventually.Patience;

    protected EmbeddedBroker Broker { get; private set; } = null!;

    protected KafkaSettings Settings => Broker.Settings;

    [SetUp]
    public void StartBroker() => Broker = EmbeddedBroker.Start(Brokers);

    [TearDown]
    public void StopBroker() => Broker.Dispose();

    /// <summary>The number of brokers of the cluster.</summary>
    private protected virtual int Brokers => 1;

    /// <summary>Makes a topic and writes the numbers from 0 on to it, round robin.</summary>
    /// <returns>Its name.</returns>
    private protected string NewTopic(int partitions, int numbers = 0, string name = "events")
    {
        Broker.CreateTopic(name, partitions);
        if (numbers > 0)
        {
            TestTopic.WriteNumbers(Settings, name, partitions, numbers);
        }

        return name;
    }
}
