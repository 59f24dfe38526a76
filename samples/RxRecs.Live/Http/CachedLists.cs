using Microsoft.AspNetCore.Http.Metadata;

namespace RxRecs.Live.Http;

/// <summary>
/// Answers <c>GET /recommendations/{user}</c> and <c>?count=</c> from the lists that are there, before anything is
/// looked up, bound or boxed for it. Whatever else is asked goes on to the endpoints, which answer in the same way.
/// </summary>
internal sealed class CachedLists(Reading reading)
{
    /// <summary>Names the route of the endpoint that is answered for.</summary>
    public const string Route = "/recommendations/{user}";

    private const string Prefix = "/recommendations/";
    private const string Count = "?count=";
    private const int UsualCount = 10;

    // So that the server's metrics know the route.
    private static readonly Endpoint Endpoint =
        new(null, new EndpointMetadataCollection(new RouteOfMetrics()), "Cached lists");

    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (!TryRead(context.Request, out var user, out var count) || reading.FindForUser(user, count) is not { } list)
        {
            return next(context);
        }

        context.SetEndpoint(Endpoint);
        return list.ExecuteAsync(context);
    }

    private static bool TryRead(HttpRequest request, out Id user, out int count)
    {
        (user, count) = (Id.None, UsualCount);
        var path = request.Path.Value.AsSpan();
        if (!HttpMethods.IsGet(request.Method) || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var id = path[Prefix.Length..];
        return id.IndexOfAny('/', '%') < 0
            && TryCount(request.QueryString.Value, ref count)
            && Check.TryId(id, out user);
    }

    private static bool TryCount(ReadOnlySpan<char> query, ref int count)
    {
        if (query.IsEmpty)
        {
            return true;
        }

        var digits = query.StartsWith(Count, StringComparison.Ordinal) ? query[Count.Length..] : [];
        return digits.Length is 1 or 2 && char.IsAsciiDigit(digits[0]) && int.TryParse(digits, out count)
            && count is > 0 and <= Reading.CachedItems;
    }

    private sealed class RouteOfMetrics : IRouteDiagnosticsMetadata
    {
        public string Route => CachedLists.Route;
    }
}
