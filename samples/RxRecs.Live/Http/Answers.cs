using System.Text.Json;
using System.Text.Json.Serialization;
using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>Tells what rises and falls over a window.</summary>
internal sealed record TrendAnswer(
    string Window,
    string? Category,
    IReadOnlyList<TrendRow> Rising,
    IReadOnlyList<TrendRow> Falling,
    DateTimeOffset AsOf,
    double Age,
    bool Complete,
    bool Stale);

/// <summary>Describes an answer with a list, which <see cref="ListResult"/> writes.</summary>
internal sealed record ListAnswer(
    IReadOnlyList<ListItem> Items, DateTimeOffset AsOf, double Age, bool Complete, bool Stale, string? Notice);

/// <summary>Tells what the newest minute was like.</summary>
internal sealed record InsightAnswer(
    JsonElement Report, DateTimeOffset AsOf, double Age, bool Complete, bool Stale);

/// <summary>Tells what adds up to an item's score.</summary>
internal sealed record ExplainAnswer(
    Id Item,
    double Score,
    IReadOnlyList<ScorePart> Why,
    bool IsFallback,
    string? LeftOutBy,
    DateTimeOffset AsOf,
    double Age,
    bool Complete,
    bool Stale);

/// <summary>Tells what was taken: it is in the log, and counts also after a crash.</summary>
/// <param name="Count">How many objects.</param>
/// <param name="Position">Where the first one stands in the log; null where that is a topic.</param>
internal sealed record Accepted(int Count, long? Position);

/// <summary>Asks for a list: for a user, a session or both, around items, without items.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ListRequest
{
    public Id? User { get; init; }

    public string? Session { get; init; }

    public int? Count { get; init; }

    public IReadOnlyList<Id>? Around { get; init; }

    public IReadOnlyList<Id>? Excluded { get; init; }

    public bool Why { get; init; }
}

/// <summary>The generated code for requests and answers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16)]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(TrendAnswer))]
[JsonSerializable(typeof(InsightAnswer))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(Accepted))]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
internal sealed partial class AnswerJson : JsonSerializerContext;
