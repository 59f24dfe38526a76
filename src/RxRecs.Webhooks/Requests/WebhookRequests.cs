using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace RxRecs.Webhooks;

/// <summary>Makes the signed requests, and judges what comes back.</summary>
/// <param name="client">The client that sends the requests.</param>
/// <param name="options">The options for where requests go, and how long they may take.</param>
internal sealed class WebhookRequests<T>(HttpClient client, WebhookSinkOptions<T> options)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly TimeProvider _time = options.TimeProvider;

    /// <summary>Sends a message once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="stop">The token that breaks the attempt off.</param>
    /// <exception cref="OperationCanceledException">Broken off.</exception>
    public async Task<AttemptResult> SendAsync(WebhookMessage<T> message, CancellationToken stop)
    {
        using var request = Sign(message);
        using var timeout = new CancellationTokenSource(options.AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return Judge(response);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (OperationCanceledException)
        {
            var limit = timeout.IsCancellationRequested ? options.AttemptTimeout : client.Timeout;
            return new(AttemptOutcome.Retry, "timeout", $"{Host} did not answer within {limit}");
        }
        catch (Exception error)
        {
            return new(AttemptOutcome.Retry, error.GetType().FullName!, $"{Host}: {error.Message}");
        }
    }

    private string Host => options.Endpoint.Host;

    private HttpRequestMessage Sign(WebhookMessage<T> message)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var signature = options.Secret.Sign(message.Id, seconds, message.Body);
        if (options.PreviousSecret is { } previous)
        {
            signature += $" {previous.Sign(message.Id, seconds, message.Body)}";
        }

        var request = new HttpRequestMessage(HttpMethod.Post, options.Endpoint)
        {
            Content = new ByteArrayContent(message.Body) { Headers = { ContentType = Json } },
        };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        return request;
    }

    private AttemptResult Judge(HttpResponseMessage response)
    {
        var status = response.StatusCode;
        if (response.RequestMessage?.RequestUri is { } answered && answered != options.Endpoint)
        {
            return new(
                AttemptOutcome.Refused,
                "redirect",
                $"{Host} redirected to {answered.Host}, and the HttpClient went there: give one with "
                + "AllowAutoRedirect = false, such as WebhookClient.Create makes",
                status);
        }

        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        var reason = $"{Host} answered {number} {status}";
        return (int)status switch
        {
            >= 200 and < 300 => new(AttemptOutcome.Delivered),
            408 or 425 or 429 or >= 500 => new(AttemptOutcome.Retry, number, reason, status, RetryAfter(response)),
            _ => new(AttemptOutcome.Refused, number, reason, status),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - _time.GetUtcNow());
        return wait > options.MaxRetryAfter ? options.MaxRetryAfter : wait;
    }
}
