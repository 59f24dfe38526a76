using System.Collections.Concurrent;
using System.Text;

namespace RxRecs.Live;

/// <summary>Requests that mean no good, drawn from a seed; no 5xx but 503 with Retry-After may come.</summary>
internal static class HostileRequests
{
    private const int AtOnce = 16;

    // What a process takes besides for its threads and what it compiles later; a leak of 3 KiB each would be seen.
    private const long MostGrowth = 256 << 20;

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

    private static readonly byte[] TooLarge = Encoding.ASCII.GetBytes("[" + new string(' ', 1 << 20) + "]");

    public static async Task Send(LiveProcess server, int count)
    {
        await SendFrom(server, 0, count / 10);
        var before = server.WorkingSet;
        await SendFrom(server, count / 10, count);

        Assert.That(server.WorkingSet - before, Is.LessThan(MostGrowth), "bytes that the memory has grown by");
        Assert.That((await server.Management.GetAsync("/health")).IsSuccessStatusCode, Is.True);
        Assert.That(server.Output, Does.Not.Contain("Unhandled").And.Not.Contain("fail:"));
    }

    private static async Task SendFrom(LiveProcess server, int first, int end)
    {
        var failures = new ConcurrentQueue<string>();
        await Parallel.ForAsync(first, end, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            using var request = Make(new Random(i), out var isCutOff);
            try
            {
                using var answer = await server.Client.SendAsync(request, stop);
                var isAllowed = (int)answer.StatusCode < 500
                    || ((int)answer.StatusCode == 503 && answer.Headers.RetryAfter is not null);
                if (!isAllowed)
                {
                    failures.Enqueue($"{i}: {(int)answer.StatusCode} for {request.Method} {request.RequestUri}");
                }
            }
            catch (HttpRequestException) when (isCutOff)
            {
                // The server has answered and closed the connection while more was on its way.
            }
        });
        Assert.That(failures, Is.Empty);
    }

    private static HttpRequestMessage Make(Random random, out bool isCutOff)
    {
        var (one, two) = (Pick(Texts, random), Pick(Texts, random));
        isCutOff = false;
        switch (random.Next(20))
        {
            case 0 or 1:
                return WithBody(HttpMethod.Post, "/interactions", random);
            case 2 or 3:
                return WithBody(HttpMethod.Post, "/recommendations", random);
            case 4 or 5:
                return WithBody(HttpMethod.Put, "/items", random);
            case 6:
                return WithKey(HttpMethod.Post, $"/users/{one}/merge/{two}", Pick(Texts, random));
            case 7:
                return WithKey(HttpMethod.Delete, $"/users/{one}", two);
            case 8 when random.Next(10) == 0:
                isCutOff = true;
                return HeaderBomb(random);
            case 9 when random.Next(50) == 0:
                isCutOff = true;
                return BodyBomb();
            default:
                return WithKey(HttpMethod.Get, string.Format(null, Pick(Gets, random), one, two), one);
        }
    }

    private static HttpRequestMessage WithKey(HttpMethod method, string path, string key)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    private static HttpRequestMessage WithBody(HttpMethod method, string path, Random random)
    {
        var type = random.Next(8) == 0 ? "text/plain" : "application/json";
        var request = WithKey(method, path, Pick(Texts, random));
        request.Content = new StringContent(Pick(Bodies, random), Encoding.UTF8, type);
        return request;
    }

    /// <summary>Makes headers of more bytes, or more of them, than a request may have.</summary>
    private static HttpRequestMessage HeaderBomb(Random random)
    {
        var (count, length) = random.Next(2) == 0 ? (2, 20_000) : (300, 1);
        var request = new HttpRequestMessage(HttpMethod.Get, "/trends");
        for (var i = 0; i < count; i++)
        {
            request.Headers.TryAddWithoutValidation($"X-Bomb-{i}", new string('a', length));
        }

        return request;
    }

    private static HttpRequestMessage BodyBomb()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/interactions")
        {
            Content = new ByteArrayContent(TooLarge),
        };
        request.Content.Headers.ContentType = new("application/json");
        return request;
    }

    private static string Pick(string[] texts, Random random) => texts[random.Next(texts.Length)];
}
