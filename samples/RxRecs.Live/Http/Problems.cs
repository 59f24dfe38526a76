using System.Globalization;

namespace RxRecs.Live.Http;

/// <summary>Answers that say what is wrong and what to do, as ProblemDetails without internals.</summary>
internal static class Problems
{
    public static IResult Bad(string what) => TypedResults.Problem(what, statusCode: 400);

    public static IResult Busy(HttpContext context, string what)
    {
        const int seconds = 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(what, statusCode: 503);
    }
}
