using RxRecs.Kafka;

namespace RxRecs.Live;

/// <summary>Holds what the server is told when it starts.</summary>
internal sealed record LiveSettings
{
    /// <summary>Gives the address of the endpoints and the page.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Gives the port of health and metrics, on loopback alone.</summary>
    public int ManagementPort { get; init; } = 5081;

    /// <summary>Gives the folder of the log and of the results.</summary>
    public string Data { get; init; } = Path.Combine(Path.GetTempPath(), "rxrecs-live");

    /// <summary>Gives the database of results and checkpoints; null for a file in the folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>Tells how to reach the broker whose topic is the log; null for a file in the folder.</summary>
    public KafkaSettings? Broker { get; init; }

    /// <summary>Names the topic that is the log, where there is a broker.</summary>
    public string Topic { get; init; } = "shop-events";

    /// <summary>Tells how many interactions a second the synthetic shop sends; 0 for none.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Gives the key that requests must carry; null where none is needed.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Limits the objects a second that change something, per client address; 0 for no limit.</summary>
    public int WritesPerSecond { get; init; } = 10_000;

    /// <summary>Limits the events a second of each user; 0 for no limit.</summary>
    public int UserEventsPerSecond { get; init; } = 100;

    /// <summary>Limits the questions of a client address that wait for the pipeline; 0 for no limit.</summary>
    public int QuestionsAtOnce { get; init; } = 768;

    /// <summary>Tells how many questions wait for the pipeline at the most.</summary>
    public int MaxQuestions { get; init; } = 1_024;
}
