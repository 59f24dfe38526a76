namespace RxRecs.Webhooks;

/// <summary>Makes HTTP clients for <see cref="WebhookSink{T}"/>.</summary>
public static class WebhookClient
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Makes a client that follows no redirect, so that nothing goes to an address that was not configured, keeps no
    /// cookies, and looks up the receiver's address anew every five minutes. Where <c>IHttpClientFactory</c> makes the
    /// clients, its primary handler needs <c>AllowAutoRedirect = false</c>.
    /// </summary>
    /// <returns>The client, which belongs to the caller.</returns>
    public static HttpClient Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
    });
}
