using System.Net;
using System.Net.Http.Json;

namespace RxRecs.Live;

/// <summary>Tests how many changes a client may send.</summary>
[TestFixture]
public sealed class WriteLimitTests
{
    [Test]
    public async Task Changes_MoreThanTheLimit_Get429AndWhenToComeAgain()
    {
        using var server = new LiveProcess("--writes-per-second", "1");
        await server.StartAsync();

        await LiveProcess.Until(async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(
                _ => server.Client.PostAsJsonAsync("/interactions", new { event_type = "view", product_id = "pen" })));
            var refused = answers.FirstOrDefault(each => each.StatusCode == HttpStatusCode.TooManyRequests);
            Assert.That(
                refused is null
                    || (refused.Headers.RetryAfter?.ToString() == "1"
                        && refused.Content.Headers.ContentType?.MediaType == "application/problem+json"),
                Is.True);
            return refused is not null;
        });
        using var read = await server.Client.GetAsync("/trends");
        Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK), "to read is not limited");
    }
}
