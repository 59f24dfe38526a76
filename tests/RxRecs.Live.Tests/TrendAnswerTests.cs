namespace RxRecs.Live;

/// <summary>Tests what the server answers of trends.</summary>
[TestFixture]
public sealed class TrendAnswerTests
{
    [Test]
    public async Task Trends_OfACategory_AreThoseOfTheItemsBelowIt()
    {
        using var server = new LiveProcess("--writes-per-second", "0");
        await server.StartAsync();

        // The server, a process of its own, refuses events that are far from its clock.
        var now = DateTimeOffset.UtcNow;
        var start = now.AddTicks(-(now.Ticks % TimeSpan.FromSeconds(10).Ticks)).AddMinutes(-1);
        foreach (var second in new[] { 1, 11, 12, 13, 26 })
        {
            foreach (var (item, category) in new[] { ("boot", "apparel.shoes"), ("car", "toys") })
            {
                await server.Send(
                    HttpMethod.Post,
                    "/interactions",
                    new
                    {
                        event_time = start.AddSeconds(second),
                        event_type = "view",
                        user_id = "gina",
                        product_id = item,
                        category_code = category,
                    });
            }
        }

        await LiveProcess.Until(async () => (await Rising("/trends?window=10s")).Length == 2);

        Assert.That(await Rising("/trends?window=10s&category=apparel"), Is.EqualTo(new[] { "boot" }));
        Assert.That(await Rising("/trends?window=10s&category=apparel.shoes"), Is.EqualTo(new[] { "boot" }));
        Assert.That(await Rising("/trends?window=10s&category=app"), Is.Empty);

        async Task<string[]> Rising(string path) =>
        [
            .. (await server.GetJson(path)).GetProperty("rising").EnumerateArray()
                .Select(each => each.GetProperty("item").GetString()!).Order(),
        ];
    }
}
