using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;

namespace RxRecs.Live.Http;

/// <summary>The endpoints that change something: 202 once the log has it, on the disk or confirmed by the
/// broker.</summary>
internal sealed class Writing(
    IEventLog log, DeadLetterCounts deadLetters, TimeProvider clock) : IDisposable
{
    private const int MostMessages = 1_000;
    private const string NoKey = "Idempotency-Key has 1 to 100 visible characters.";
    private const string NotWritten =
        "The log cannot be written now, or does not say that it was: send it again. With an Idempotency-Key it counts "
        + "once.";

    private static readonly TimeSpan MostAge = TimeSpan.FromDays(7);
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _writers = new(64);

    public Task<IResult> TakeInteractions(HttpContext context, CancellationToken cancellationToken) =>
        Take(context, type: null, cancellationToken);

    public Task<IResult> PutItems(HttpContext context, CancellationToken cancellationToken) =>
        Take(context, ShopMessage.Item, cancellationToken);

    public Task<IResult> MergeUsers(HttpContext context, string target, string source) =>
        !Check.TryId(target, out var account) || !Check.TryId(source, out var guest)
            ? Refuse(Problems.NotAnId("target or source"))
            : account == guest ? Refuse("target and source are the same user: a guest is merged into another account.")
            : Append(context, [Change(ShopMessage.Merge, account) with { GuestId = guest }]);

    public Task<IResult> ForgetUser(HttpContext context, string id) => Check.TryId(id, out var user)
        ? Append(context, [Change(ShopMessage.Forget, user)])
        : Refuse(Problems.NotAnId(nameof(id)));

    public void Dispose() => _writers.Dispose();

    private static Task<IResult> Refuse(string what) => Task.FromResult(Problems.Bad(what));

    private async Task<IResult> Take(HttpContext context, string? type, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
        {
            return TypedResults.Problem("Send application/json.", statusCode: 415);
        }

        List<ShopMessage>? messages;
        try
        {
            messages = await ReadMessages(context, cancellationToken);
        }
        catch (JsonException error)
        {
            deadLetters.Add("not JSON of a message");
            return Problems.Bad(ShopMessageFormat.Explain(error));
        }

        if (messages is null || messages.Count is 0 or > MostMessages || messages.Contains(null!))
        {
            deadLetters.Add("none, or too many at once");
            return Problems.Bad($"Send 1 to {MostMessages} objects.");
        }

        var now = clock.GetUtcNow();
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            messages[i] = message = message with
            {
                EventType = type ?? message.EventType,
                EventTime = message.EventTime?.ToUniversalTime() ?? now,
                Key = null,
            };
            if (Problem(message, now, type) is { } problem)
            {
                deadLetters.Add(problem);
                return Problems.Bad($"Object {i}: {problem}. None was taken.");
            }
        }

        return await Append(context, messages);
    }

    private static async Task<List<ShopMessage>?> ReadMessages(
        HttpContext context, CancellationToken cancellationToken)
    {
        var body = context.Request.BodyReader;
        var json = ShopMessageFormat.Json;
        return await BeginsList(body, cancellationToken)
            ? await JsonSerializer.DeserializeAsync(body, json.ListShopMessage, cancellationToken)
            : await JsonSerializer.DeserializeAsync(body, json.ShopMessage, cancellationToken) is { } message
                ? [message]
                : null;
    }

    /// <summary>Tells whether a body is a list, from its first character; what it looks at stays to be read.</summary>
    private static async Task<bool> BeginsList(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var first = FirstCharacter(read.Buffer);
            var isKnown = first is not null || read.IsCompleted;
            body.AdvanceTo(read.Buffer.Start, isKnown ? read.Buffer.Start : read.Buffer.End);
            if (isKnown)
            {
                return first == '[';
            }
        }
    }

    private static byte? FirstCharacter(in ReadOnlySequence<byte> text)
    {
        // A byte order mark is none.
        var reader = new SequenceReader<byte>(text);
        reader.AdvancePastAny(" \t\r\n\uFEFF"u8);
        return reader.TryPeek(out var first) ? first : null;
    }

    private static string? Problem(ShopMessage message, DateTimeOffset now, string? type) =>
        ShopMessageFormat.Check(message) is { } problem ? problem
        : type is null && ShopMessageFormat.IsChange(message)
            ? "event_type is that of no interaction"
        : type == ShopMessage.Item && !ShopMessageFormat.StatesAnything(message)
            ? "nothing is stated: give in_stock, visible, price, brand, category_id or category_code"
        : message.EventTime < now - MostAge ? "event_time is more than 7 days ago"
        : message.EventTime > now + MostAhead ? "event_time is more than a minute ahead"
        : null;

    private ShopMessage Change(string type, Id user) =>
        new() { EventType = type, UserId = user, EventTime = clock.GetUtcNow() };

    private async Task<IResult> Append(HttpContext context, List<ShopMessage> messages)
    {
        if (!Check.TryKey(context.Request, out var key))
        {
            return Problems.Bad(NoKey);
        }

        if (key is not null)
        {
            messages = [.. messages.Select((each, place) => each with { Key = $"{key}/{place}" })];
        }

        if (!await _writers.WaitAsync(TimeSpan.FromSeconds(1), context.RequestAborted))
        {
            return Problems.Busy(context, "The log has no room for more writers: send it again in a second.");
        }

        try
        {
            var position = await log.AppendAsync(messages);
            var accepted = new Accepted(messages.Count, position);
            return TypedResults.Json(accepted, AnswerJson.Default.Accepted, statusCode: 202);
        }
        catch (IOException)
        {
            return Problems.Busy(context, NotWritten);
        }
        finally
        {
            _writers.Release();
        }
    }
}
