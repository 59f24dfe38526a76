using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace RxRecs.Live.Http;

/// <summary>Stands before the endpoints: the key, limits, headers.</summary>
internal static class Guard
{
    private const long MaxBody = 1 << 20;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            kestrel.Limits.MaxConcurrentConnections = 20_000;
        });
        builder.Services.AddSingleton<RequestLimits>();
    }

    /// <summary>Sets the headers of every answer: nobody keeps it, frames it or reads it from elsewhere.</summary>
    public static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.ContentSecurityPolicy =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
        return next(context);
    }

    /// <summary>
    /// Lets no page of another origin change anything: a browser says where a request comes from, and may add the key
    /// that it knows. Programs say nothing of the kind.
    /// </summary>
    public static Task RefuseForeign(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || !IsForeign(request))
        {
            return next(context);
        }

        return TypedResults.Problem("A page of another origin may change nothing here.", statusCode: 403)
            .ExecuteAsync(context);
    }

    /// <summary>
    /// Lets a request pass that carries the key: as <c>X-Api-Key</c>, as a bearer token, or as the password that a
    /// browser asks for.
    /// </summary>
    public static Func<HttpContext, RequestDelegate, Task> RequireKey(string key, RequestLimits limits)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return (context, next) =>
        {
            // Nothing is compared for whoever guesses.
            var address = RequestLimits.AddressOf(context);
            if (limits.WrongKeys.IsSpent(address, out var wait))
            {
                return Problems.TooMany(context, wait, "Too many wrong keys came from this address.")
                    .ExecuteAsync(context);
            }

            // Of equal length whatever was sent, and compared in constant time.
            var given = SHA256.HashData(Encoding.UTF8.GetBytes(GivenKey(context.Request) ?? ""));
            if (CryptographicOperations.FixedTimeEquals(given, expected))
            {
                return next(context);
            }

            limits.WrongKeys.Charge(address, 1);
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"RxRecs\", charset=\"UTF-8\"";
            return TypedResults.Problem("The key is missing or wrong: send X-Api-Key.", statusCode: 401)
                .ExecuteAsync(context);
        };
    }

    // Behind a proxy the scheme may be another one, but not the name.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["cross-site", ..]
        || (request.Headers.Origin is [{ } origin, ..]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)));

    private static string? GivenKey(HttpRequest request)
    {
        if (request.Headers["X-Api-Key"] is [{ } key, ..])
        {
            return key;
        }

        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header))
        {
            return null;
        }

        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return header.Parameter;
        }

        var bytes = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length) is var pair ? pair[(pair.IndexOf(':') + 1)..] : null
            : null;
    }
}
