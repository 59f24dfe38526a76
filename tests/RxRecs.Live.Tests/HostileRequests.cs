using System.Text;

namespace RxRecs.Live;

/// <summary>Requests that mean no good, drawn from a seed; no 5xx but 503 with Retry-After may come.</summary>
internal static class HostileRequests
{
    private const int AtOnce = 16;

    private static readonly string[] Texts =
    [
        "", "1", "-1", "0", "99999999999999999999", "NaN", "1e308", "%00", "%0d%0aX-A:1", "%2e%2e%2f%2e%2e", "%ff%fe",
        "..", "'%20OR%201=1--", "%3Cscript%3E", "%F0%9F%A6%84", "%ED%A0%80", "a,b,c", ",,,,", "true", "null", "%25",
        new string('9', 300), new string('a', 3_000), "anna",
    ];

    private static readonly string[] Bodies =
    [
        "", "{", "[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{}}}}", "null", "\"\"", "[1,2]", "{\"count\":-1}",
        "{\"count\":1e9}", "{\"user\":{}}", "{\"around\":[null]}", "{\"around\":[\"\"]}", "{\"session\":\"\\ud800\"}",
        "{\"event_type\":\"view\",\"product_id\":\"x\",\"quantity\":-2147483648}", "{\"event_type\":5}",
        "{\"event_type\":\"view\",\"product_id\":\"x\",\"event_time\":\"0001-01-01T00:00:00Z\"}",
        "{\"event_type\":\"view\",\"product_id\":\"x\",\"price\":-79228162514264337593543950335}",
    ];

    private static readonly string[] Gets =
    [
        "/recommendations/{0}?count={1}", "/similar/{0}?count={1}", "/trends?category={0}&window={1}",
        "/session/next?items={0}&count={1}", "/explain/{0}/{1}", "/{0}?{1}", "/recommendations/{0}?why={1}",
    ];

    public static async Task Send(LiveProcess server, int count)
    {
        var failures = new List<string>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            var random = new Random(i);
            using var request = Make(random);
            using var answer = await server.Client.SendAsync(request, stop);
            var isAllowed = (int)answer.StatusCode < 500
                || ((int)answer.StatusCode == 503 && answer.Headers.RetryAfter is not null);
            if (!isAllowed)
            {
                lock (failures)
                {
                    failures.Add($"{i}: {(int)answer.StatusCode} for {request.Method} {request.RequestUri}");
                }
            }
        });
        Assert.That(failures, Is.Empty);
        Assert.That((await server.Management.GetAsync("/health")).IsSuccessStatusCode, Is.True);
        Assert.That(server.Output, Does.Not.Contain("Unhandled").And.Not.Contain("fail:"));
    }

    private static HttpRequestMessage Make(Random random)
    {
        var (one, two) = (Pick(Texts, random), Pick(Texts, random));
        switch (random.Next(10))
        {
            case 0:
                return WithBody(HttpMethod.Post, "/interactions", random);
            case 1:
                return WithBody(HttpMethod.Post, "/recommendations", random);
            case 2:
                return WithBody(HttpMethod.Put, "/items", random);
            default:
                var request = new HttpRequestMessage(
                    HttpMethod.Get, string.Format(null, Pick(Gets, random), one, two));
                request.Headers.TryAddWithoutValidation("Idempotency-Key", one);
                return request;
        }
    }

    private static HttpRequestMessage WithBody(HttpMethod method, string path, Random random)
    {
        var type = random.Next(8) == 0 ? "text/plain" : "application/json";
        return new(method, path) { Content = new StringContent(Pick(Bodies, random), Encoding.UTF8, type) };
    }

    private static string Pick(string[] texts, Random random) => texts[random.Next(texts.Length)];
}
