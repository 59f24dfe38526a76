using System.Diagnostics;
using Microsoft.Playwright;

namespace RxRecs.Live;

/// <summary>The page over the real server, a process that is killed and started again.</summary>
internal sealed class PageLiveTests
{
    [Test]
    public async Task Page_ServerKilledAndStarted_GoesOnByItself()
    {
        var browser = await PageBrowser.GetAsync();
        using var server = new LiveProcess("--rate", "200");
        await server.StartAsync();
        await using var context = await browser.NewContextAsync();
        context.SetDefaultTimeout(PageBrowser.Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"http://127.0.0.1:{server.Port}/");

        // Something moves within five seconds: both of these together wait no longer.
        var shown = Stopwatch.StartNew();
        await Expect("#events").Not.ToHaveTextAsync("–", Left());
        await Expect("#events").Not.ToHaveTextAsync(await page.InnerTextAsync("#events"), Left());

        await page.ClickAsync("#picks button >> nth=0");
        await Expect("#list > li >> nth=0").ToBeVisibleAsync();
        await page.ClickAsync("#list summary >> nth=0");
        await Expect("#list .why li >> nth=0").ToBeVisibleAsync();

        server.Kill();
        await Expect("#connection").ToHaveTextAsync("Reconnecting");
        await Expect("#stale").ToBeVisibleAsync();
        var before = await page.InnerTextAsync("#events");

        await server.StartAsync();
        await Expect("#connection").ToHaveTextAsync("Live");
        await Expect("#events").Not.ToHaveTextAsync(before);
        await Expect("#stale").ToBeHiddenAsync();

        LocatorAssertionsToHaveTextOptions Left() =>
            new() { Timeout = Math.Max(1, 5_000 - (float)shown.Elapsed.TotalMilliseconds) };

        ILocatorAssertions Expect(string selector) => Assertions.Expect(page.Locator(selector));
    }
}
