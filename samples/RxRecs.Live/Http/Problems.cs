using System.Globalization;

namespace RxRecs.Live.Http;

/// <summary>Answers that say what is wrong and what to do, as ProblemDetails without internals.</summary>
internal static class Problems
{
    /// <summary>Says that an id of the address is none.</summary>
    public static string NotAnId(string name) =>
        $"{name} is not an id: an id has 1 to 256 bytes and no control characters.";

    /// <summary>Says what is wrong with a request that did not get as far as its endpoint; null for others.</summary>
    public static string? Of(int? status) => status switch
    {
        400 => "A parameter is missing, or a parameter or the body cannot be read: /openapi/v1.json describes them.",
        404 => "There is no such address: /openapi/v1.json describes all.",
        405 => "The address does not take this method: /openapi/v1.json describes all.",
        413 => "The body has more than 1 MiB: send less at a time.",
        415 => "Send application/json.",
        _ => null,
    };

    public static IResult Bad(string what) => TypedResults.Problem(what, statusCode: 400);

    /// <summary>Says that a limit is reached, and when it is worth while to ask again.</summary>
    public static IResult TooMany(HttpContext context, TimeSpan wait, string what)
    {
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem($"{what} Send it again later, as Retry-After says.", statusCode: 429);
    }

    public static IResult Busy(HttpContext context, string what)
    {
        const int seconds = 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(what, statusCode: 503);
    }
}
