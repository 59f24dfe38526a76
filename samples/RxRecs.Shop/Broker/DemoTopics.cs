using RxRecs.Kafka;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>The topics of a demo, with names that no other run has, and what the demo writes to them.</summary>
internal sealed class DemoTopics : IDisposable
{
    private const int Partitions = 4;
    private readonly ResultSinks _sinks;

    public DemoTopics(BrokerSession broker, CancellationToken stop)
    {
        var name = $"rxrecs-demo-{Guid.NewGuid().ToString("n")[..8]}";
        Events = $"{name}-user_activities";
        var (trends, lists, dead) = ($"{name}-trends", $"{name}-recommendations", $"{name}-dead_letters");
        broker.Ensure(Events, Partitions, stop);
        broker.Ensure(trends, 1, stop);
        broker.Ensure(lists, Partitions, stop);
        broker.Ensure(dead, 1, stop);
        _sinks = new ResultSinks(broker, trends, lists, dead, stop);
    }

    /// <summary>The topic of the shop's events.</summary>
    public string Events { get; }

    /// <summary>Takes rows that cannot be read.</summary>
    public IObserver<DeadLetter> DeadLetters => _sinks.DeadLetters!;

    /// <summary>Looks whether they may be written to.</summary>
    public void Connect() => _sinks.Connect();

    /// <summary>Writes what rises and falls, and lists for users.</summary>
    /// <exception cref="KafkaFailureException">The broker has not confirmed it.</exception>
    public void Publish(TrendReport<Id> trends, IEnumerable<RecommendationList<Id, Id>> lists)
    {
        foreach (var trend in FoundTrend.Of(trends))
        {
            _sinks.Trends!.OnNext(trend);
        }

        foreach (var list in lists)
        {
            _sinks.Recommendations!.OnNext(new(new TimedList(list, null)));
        }

        _sinks.Complete();
    }

    /// <summary>The number of records of each topic that the broker has confirmed.</summary>
    public IReadOnlyList<TopicCount> Counts(long events) =>
    [
        new("user_activities", events),
        new("dead_letters", _sinks.DeadLetters!.Delivered),
        new("trends", _sinks.Trends!.Delivered),
        new("recommendations", _sinks.Recommendations!.Delivered),
    ];

    public void Dispose() => _sinks.Dispose();
}
