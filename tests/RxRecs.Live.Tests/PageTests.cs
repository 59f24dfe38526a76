using Microsoft.AspNetCore.Http;

namespace RxRecs.Live;

internal sealed class PageTests : PageFixture
{
    [Test]
    public async Task Page_BusyShop_ShowsEachFigureAndSaysItInWords()
    {
        await ShowAsync(PageStates.Busy());

        await Expect("#rate").ToHaveTextAsync("812");
        await Expect("#events").ToHaveTextAsync("12,345");
        await Expect("#watermark").ToHaveTextAsync("11:59:58");
        await Expect("#lag").ToHaveTextAsync("2.4 s");
        await Expect("#rising-rows tr").ToHaveCountAsync(8);
        await Expect("#falling-rows tr >> nth=0").ToContainTextAsync("−0.66");
        await Expect("#hits-text").ToHaveTextAsync(
            "21.9 % of 46,500 lists since 11:30:00 held what came next. " +
            "Newest: 22.9 % of 3,000 (95 % interval 18.0 to 25.0 %).");
        await Expect("#hits-chart polyline").ToHaveCountAsync(1);
        await Expect("#carts-text").ToHaveTextAsync("1,596 carts; 19.5 % of them abandoned.");
        await Expect("#dead-text").ToHaveTextAsync("48 records set aside, for 2 reasons.");
        await Expect("#flow-text").ToHaveTextAsync("6 stages. In: 812/s at Event log. Out: 812/s at Result store.");
        await Expect("#flow-chart .node").ToHaveCountAsync(6);
    }

    [Test]
    public async Task Page_MinuteHasEnded_ShowsItsReport()
    {
        Server.Brand = "<b>emil</b>";

        await ShowAsync(PageStates.Busy());

        await Expect("#insights-text").ToHaveTextAsync(
            "11:59:00 to 12:00:00: 9,000 views, 1 cart, 120 purchases, 2,000 users, revenue 1,234.50.");
        await Expect("#insights-conversions tr").ToHaveTextAsync(
            ["view to cart20.0 %15.0 %better", "cart to purchase25.0 %33.3 %worse", "view to purchase–––"]);
        await Expect("#insights-changes tr").ToHaveTextAsync(
            ["<b>emil</b>40070011:58:00", "174012011:57:00", "18502011:59:00"]);
        await Expect("#insights-against tbody tr").ToHaveTextAsync(["<b>emil</b>40 → 1201,900 → 1,400"]);
        await Expect("#insights-against").ToBeVisibleAsync();
        await Expect("#insights-contrasts").ToBeHiddenAsync();
        await Expect("#insights-carts").ToHaveTextAsync(
            "31 carts left with 40 lines worth 512.25 and 2 lines of unknown price; 5 taken up again.");
        await Expect("#insights-missing").ToHaveTextAsync("Missing: 3 late, 70 without a brand.");
    }

    [Test]
    public async Task Page_NothingReadYet_SaysSo()
    {
        await ShowAsync(PageStates.Empty);

        await Expect("#rate-text").ToHaveTextAsync("Waiting for the first events.");
        await Expect("#rising-text").ToHaveTextAsync("No item is rising.");
        await Expect("#hits-text").ToHaveTextAsync("No list has been tested yet.");
        await Expect("#dead-text").ToHaveTextAsync("Nothing has been set aside.");
        await Expect("#flow-text").ToHaveTextAsync("Nothing flows yet.");
        await Expect("#insights-text").ToHaveTextAsync("No minute has ended yet.");
    }

    [Test]
    public async Task Page_EventsCome_Moves()
    {
        await ShowAsync(PageStates.Busy(events: 1_000));
        await Expect("#events").ToHaveTextAsync("1,000");

        Server.Send(PageStates.Busy(events: 1_001));

        await Expect("#events").ToHaveTextAsync("1,001");
        await Expect("#rate-line polyline").ToHaveCountAsync(1);
    }

    [Test]
    public async Task Page_MarkupInIds_StaysText()
    {
        const string markup = "<img src=x onerror=alert(1)>";

        await ShowAsync(PageStates.Busy(item: markup));

        await Expect("#rising-rows button >> nth=0").ToHaveTextAsync(markup);
        await Expect("#rising-rows img").ToHaveCountAsync(0);
    }

    [Test]
    public async Task Page_ServerStopsAndStarts_MarksWhatIsStaleAndComesBack()
    {
        await ShowAsync(PageStates.Busy(events: 1_000));
        await Expect("#stale").ToBeHiddenAsync();

        await Server.StopAsync();
        await Expect("#connection").ToHaveTextAsync("Reconnecting");
        await Expect("#stale").ToContainTextAsync("Stale: what you see is from 12:00:00 UTC");
        await Expect("#events").ToHaveTextAsync("1,000");

        await Server.StartAsync();
        Server.Send(PageStates.Busy(events: 2_000));
        await Expect("#connection").ToHaveTextAsync("Live");
        await Expect("#events").ToHaveTextAsync("2,000");
        await Expect("#stale").ToBeHiddenAsync();
    }

    [Test]
    public async Task Page_Paused_StandsStillUntilItGoesOn()
    {
        await ShowAsync(PageStates.Busy(events: 1_000));
        await Expect("#events").ToHaveTextAsync("1,000");
        await Page.ClickAsync("#pause");
        await Expect("#connection").ToHaveTextAsync("Paused");

        Server.Send(PageStates.Busy(events: 2_000));
        await Page.EvaluateAsync("() => new Promise(done => setTimeout(() => requestAnimationFrame(done), 100))");
        await Expect("#events").ToHaveTextAsync("1,000");

        await Page.ClickAsync("#pause");
        await Expect("#events").ToHaveTextAsync("2,000");
    }

    [Test]
    public async Task Page_UserTyped_ShowsListReasonsAndWhy()
    {
        await ShowAsync(PageStates.Busy());

        await Page.FillAsync("#subject", "a/b?c 7");
        await Page.ClickAsync("text=Show");

        await Expect("#watch-text").ToHaveTextAsync("2 items for user a/b?c 7.");
        await Expect("#list > li").ToHaveCountAsync(2);
        await Expect("#list .reason >> nth=0").ToHaveTextAsync("next in visits like this one (0.42)");
        await Expect("#list .why >> nth=0").ToBeHiddenAsync();
        await Page.ClickAsync("#list summary >> nth=0");
        await Expect("#list .why >> nth=0").ToBeVisibleAsync();
        await Expect("#list .why li >> nth=0").ToContainTextAsync("NextItem, through item 3");
        Assert.That(Server.Asked[0], Is.EqualTo("/recommendations/a%2Fb%3Fc%207?why=true"));
    }

    [Test]
    public async Task Page_ItemPickedInTrends_AsksForTheSessionAndKeepsItInTheAddress()
    {
        await ShowAsync(PageStates.Busy());
        await Page.ClickAsync("#falling-rows button >> nth=0");

        await Expect("#watch-text").ToHaveTextAsync("2 items for a session of 100002.");
        await Page.ReloadAsync();

        await Expect("#watch-text").ToHaveTextAsync("2 items for a session of 100002.");
        Assert.That(Server.Asked, Has.Some.EqualTo("/session/next?why=true&items=100002"));
    }

    [Test]
    public async Task Page_ServerRefusesAList_SaysWhy()
    {
        Server.Answer = _ => TypedResults.Problem("An id has at most 256 bytes.", statusCode: 400);

        await ShowAsync(PageStates.Busy(), "#user=far-too-long");

        await Expect("#watch-text").ToHaveTextAsync("No list: An id has at most 256 bytes.");
    }
}
