using System.Text.Json;
using System.Text.Json.Serialization;

namespace RxRecs.Live.Pipeline;

/// <summary>Holds what the page shows, at one moment: made by the pipeline's thread, never changed.</summary>
internal sealed record LiveState(
    DateTimeOffset At,
    double EventsPerSecond,
    long Events,
    DateTimeOffset? Watermark,
    double LagMs,
    IReadOnlyList<TrendRow> Rising,
    IReadOnlyList<TrendRow> Falling,
    IReadOnlyList<HitRatePoint> HitRate,
    CartFigures Carts,
    IReadOnlyDictionary<string, long> DeadLetters,
    Flow Flow,
    DateTimeOffset? InsightsUntil,
    bool IsLogAway);

/// <summary>An item that rises or falls, with its counts in the newest windows.</summary>
internal sealed record TrendRow(string Item, double Before, double Now, double Score, IReadOnlyList<double> Spark)
{
    [JsonIgnore]
    public string? Category { get; init; }
}

/// <summary>The hit rate of a stretch of time, with its interval.</summary>
internal sealed record HitRatePoint(DateTimeOffset T, double Value, double Low, double High, int N);

/// <summary>Tells how many carts are open and abandoned, and what changed last, the newest first.</summary>
internal sealed record CartFigures(int Open, int Abandoned, IReadOnlyList<CartChangeRow> Recent);

/// <summary>A change of a cart.</summary>
internal sealed record CartChangeRow(string User, string Change, string Item);

/// <summary>A change of a cart, before it is shown.</summary>
internal readonly record struct CartMove(Id User, string Change, Id Item);

/// <summary>The picture of the pipeline.</summary>
internal sealed record Flow(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowEdge> Edges);

/// <summary>A stage, and how much passes it in a second.</summary>
internal sealed record FlowNode(string Id, string Label, double Rate);

/// <summary>Tells what goes from one stage to another.</summary>
internal sealed record FlowEdge(string From, string To);

/// <summary>The generated code for states.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LiveState))]
internal sealed partial class LiveStateJson : JsonSerializerContext;
