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
    IEventLog log, LivePipeline pipeline, RequestLimits limits, TimeProvider clock) : IDisposable
{
    private const int MostMessages = RequestPart.MostParts;
    private const string KeysUnknown =
        "The log is still being read, and with it the keys that were used: send it again in a second.";
    private const string UsedKey =
        "Something else was asked under this Idempotency-Key before. Give each request a key of its own, and the same "
        + "one only where the same is sent again.";
    private const string NotWritten =
        "The log cannot be written now, or does not say that it was: send it again. With an Idempotency-Key it counts "
        + "once.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _writers = new(64);

    /// <summary>Lets a request pass whose address has not sent too much; one that is refused counts, too.</summary>
    public ValueTask<object?> Limit(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        return limits.Changes.TryTake(RequestLimits.AddressOf(context), 1, out var wait)
            ? next(invocation)
            : new(Problems.TooMany(context, wait, "Too many changes came from this address."));
    }

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

        // The most frequent request by far: interactions, each written plainly, without a key.
        if (type is not null || Check.HasKey(context.Request)
            || await FlatBody.TryRead(context.Request, clock, cancellationToken) is not { } flat)
        {
            return await TakeAny(context, type, cancellationToken);
        }

        limits.Changes.Charge(RequestLimits.AddressOf(context), flat.Count - 1);
        if (RefuseUser(context, flat.Users) is { } refused)
        {
            flat.Return();
            return refused;
        }

        return await Keep(context, flat);
    }

    private async Task<IResult> TakeAny(HttpContext context, string? type, CancellationToken cancellationToken)
    {
        List<ShopMessage>? messages;
        try
        {
            messages = await ReadMessages(context, cancellationToken);
        }
        catch (JsonException error)
        {
            pipeline.DeadLetters.Add("not JSON of a message");
            return Problems.Bad(ShopMessageFormat.Explain(error));
        }

        if (messages is null || messages.Count is 0 or > MostMessages || messages.Contains(null!))
        {
            pipeline.DeadLetters.Add("none, or too many at once");
            return Problems.Bad($"Send 1 to {MostMessages} objects.");
        }

        limits.Changes.Charge(RequestLimits.AddressOf(context), messages.Count - 1);
        var (now, body) = (clock.GetUtcNow(), Check.HasKey(context.Request) ? RequestHash.OfBody(messages) : 0);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            message.EventType = type ?? message.EventType;
            message.EventTime = message.EventTime?.ToUniversalTime() ?? now;
            message.Key = null;
            if (Problem(message, now, type) is { } problem)
            {
                pipeline.DeadLetters.Add(problem);
                return Problems.Bad($"Object {i}: {problem}. None was taken.");
            }
        }

        return type is null && RefuseUser(context, [.. messages.Select(each => each.UserId ?? Id.None)]) is { } refused
            ? refused
            : await Append(context, messages, body);
    }

    /// <summary>Counts the events of each user; not null where one of them has had too many.</summary>
    private IResult? RefuseUser(HttpContext context, IReadOnlyList<Id> users)
    {
        for (var i = 0; i < users.Count; i++)
        {
            if (!users[i].IsNone && !limits.UserEvents.TryTake(users[i], 1, out var wait))
            {
                return Problems.TooMany(
                    context, wait, $"Object {i}: its user has had too many events. None was taken.");
            }
        }

        return null;
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
        : Check.Time(message.EventTime, now);

    private ShopMessage Change(string type, Id user) =>
        new() { EventType = type, UserId = user, EventTime = clock.GetUtcNow() };

    private async Task<IResult> Append(HttpContext context, List<ShopMessage> messages, ulong body = 0)
    {
        if (!Check.TryKey(context.Request, out var key))
        {
            return Problems.Bad(Check.NotAKey);
        }

        if (key is not null && TakeKey(context, key, messages, body) is { } refused)
        {
            return refused;
        }

        return await Keep(context, MessageBatch.Of(messages));
    }

    /// <summary>Appends messages to the log, and answers once they are kept.</summary>
    private async Task<IResult> Keep(HttpContext context, MessageBatch messages)
    {
        if (!await _writers.WaitAsync(TimeSpan.FromSeconds(1), context.RequestAborted))
        {
            messages.Return();
            return Problems.Busy(context, "The log has no room for more writers: send it again in a second.");
        }

        try
        {
            // Of what takes longer nobody knows whether it is kept; it stays one of the writers until that is known.
            var count = messages.Count;
            var position = await Write(messages).WaitAsync(Patience, clock, context.RequestAborted);
            var accepted = new Accepted(count, position);
            return TypedResults.Json(accepted, AnswerJson.Default.Accepted, statusCode: 202);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            return Problems.Busy(context, NotWritten);
        }
    }

    /// <summary>Gives messages the key of their request; not null where it cannot be used.</summary>
    private IResult? TakeKey(HttpContext context, string key, List<ShopMessage> messages, ulong body)
    {
        if (!pipeline.IsReady)
        {
            return Problems.Busy(context, KeysUnknown);
        }

        var request = RequestHash.OfKey(context.Request, key);
        if (!pipeline.RequestKeys.TryTake(request, body))
        {
            return TypedResults.Problem(UsedKey, statusCode: 422);
        }

        for (var i = 0; i < messages.Count; i++)
        {
            messages[i].Key = new RequestPart(request, body, i, messages.Count).ToString();
        }

        return null;
    }

    private async Task<long?> Write(MessageBatch messages)
    {
        try
        {
            return await log.AppendAsync(messages);
        }
        finally
        {
            messages.Return();
            _writers.Release();
        }
    }
}
