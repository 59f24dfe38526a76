using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace RxRecs.Live.Http;

/// <summary>Stands before the endpoints: the key, limits, headers.</summary>
internal static class Guard
{
    /// <summary>Names the limit of requests that change something.</summary>
    public const string Writes = "writes";

    private const long MaxBody = 1 << 20;

    public static void AddLimits(this WebApplicationBuilder builder, LiveSettings settings)
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
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limits.AddPolicy(Writes, context => settings.WritesPerSecond == 0
                ? RateLimitPartition.GetNoLimiter("all")
                : RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                    _ => new() { PermitLimit = settings.WritesPerSecond, Window = TimeSpan.FromSeconds(1) }));
        });
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
    /// Lets a request pass that carries the key: as <c>X-Api-Key</c>, as a bearer token, or as the password that a
    /// browser asks for.
    /// </summary>
    public static Func<HttpContext, RequestDelegate, Task> RequireKey(string key)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return (context, next) =>
        {
            // Of equal length whatever was sent, and compared in constant time.
            var given = SHA256.HashData(Encoding.UTF8.GetBytes(GivenKey(context.Request) ?? ""));
            if (CryptographicOperations.FixedTimeEquals(given, expected))
            {
                return next(context);
            }

            context.Response.Headers.WWWAuthenticate = "Basic realm=\"RxRecs\", charset=\"UTF-8\"";
            return TypedResults.Problem("The key is missing or wrong: send X-Api-Key.", statusCode: 401)
                .ExecuteAsync(context);
        };
    }

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
