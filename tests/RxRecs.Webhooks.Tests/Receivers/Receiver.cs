using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RxRecs.Webhooks;

/// <summary>A receiver without a network: answers each request as it is told.</summary>
/// <param name="answer">Answers a request.</param>
internal sealed class Receiver(Func<Received, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];

    public Receiver(Func<Received, HttpStatusCode> answer)
        : this((each, _) => Task.FromResult(new HttpResponseMessage(answer(each))))
    {
    }

    /// <summary>Every request, in the order in which they came.</summary>
    public List<Received> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    public IEnumerable<string> Ids => All.Select(each => each.Id);

    /// <summary>Answers only once the sender has gone.</summary>
    public static Task<HttpResponseMessage> Hang(CancellationToken stop)
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        stop.Register(() => never.TrySetCanceled(stop));
        return never.Task;
    }

    /// <summary>Answers with a status and a <c>Retry-After</c>.</summary>
    public static HttpResponseMessage Later(HttpStatusCode status, string retryAfter)
    {
        var response = new HttpResponseMessage(status);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }

    /// <summary>Checks a signature as the guide says.</summary>
    public static bool IsSigned(Received request, string secret)
    {
        var signed = $"{request.Id}.{request.Timestamp}.{request.Body}";
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
        return request.Signature.Split(' ').Contains($"v1,{expected}");
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Received received;
        using (var reader = new StreamReader(request.Content!.ReadAsStream(CancellationToken.None)))
        {
            received = new(
                request.Headers.GetValues("webhook-id").Single(),
                long.Parse(request.Headers.GetValues("webhook-timestamp").Single(), CultureInfo.InvariantCulture),
                request.Headers.GetValues("webhook-signature").Single(),
                reader.ReadToEnd());
        }

        lock (_gate)
        {
            _received.Add(received with { Attempt = _received.Count(each => each.Id == received.Id) + 1 });
            received = _received[^1];
        }

        var response = await answer(received, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}

/// <summary>A request.</summary>
/// <param name="Id">The value's id.</param>
/// <param name="Timestamp">When it was sent, in seconds of Unix time.</param>
/// <param name="Signature">The signatures.</param>
/// <param name="Body">The JSON.</param>
internal sealed record Received(string Id, long Timestamp, string Signature, string Body)
{
    /// <summary>The number of times that the receiver has seen the id, this time included.</summary>
    public int Attempt { get; init; }
}
