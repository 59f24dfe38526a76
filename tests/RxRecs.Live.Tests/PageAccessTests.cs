using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RxRecs.Live;

/// <summary>The page for everybody: by keyboard, read out, in the dark, on a narrow screen, without motion.</summary>
internal sealed class PageAccessTests : PageFixture
{
    [Test]
    public async Task Page_KeyboardAlone_PicksAUserAndOpensTheWhy()
    {
        await ShowAsync(PageStates.Busy());

        await Page.Keyboard.PressAsync("Tab");
        await Expect("*:focus").ToHaveTextAsync("Skip to recommendations");
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("Tab"); // the switch between user and session
        await Page.Keyboard.PressAsync("Tab");
        await Expect("*:focus").ToHaveIdAsync("subject");
        await Page.Keyboard.TypeAsync("42");
        await Page.Keyboard.PressAsync("Enter");
        await Expect("#list > li").ToHaveCountAsync(2);

        for (var presses = 0; presses < 12 && await Page.Locator("summary:focus").CountAsync() == 0; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
        }

        await Page.Keyboard.PressAsync("Enter");
        await Expect("#list .why >> nth=0").ToBeVisibleAsync();
    }

    [Test]
    public async Task Page_RowInFocus_StandsStill()
    {
        await ShowAsync(PageStates.Busy(item: "first"));
        var row = Page.Locator("#rising-rows button").First;
        await row.FocusAsync();

        Server.Send(PageStates.Busy(events: 99, item: "second"));
        await Expect("#events").ToHaveTextAsync("99");
        await Assertions.Expect(row).ToHaveTextAsync("first");

        await Page.FocusAsync("#pause");
        Server.Send(PageStates.Busy(item: "second"));
        await Assertions.Expect(row).ToHaveTextAsync("second");
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Page_InAColorScheme_HasNoSeriousFinding(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await ShowAsync(PageStates.Busy(), "#user=42");
        await Page.ClickAsync("#list summary >> nth=0");
        await AssertNoSeriousFindingAsync();

        await Server.StopAsync();
        await Expect("#stale").ToBeVisibleAsync();
        await AssertNoSeriousFindingAsync("color-contrast");
    }

    [TestCase(360)]
    [TestCase(768)]
    [TestCase(1280)]
    public async Task Page_AtAWidth_OverflowsNowhere(int width)
    {
        await Page.SetViewportSizeAsync(width, 800);
        await ShowAsync(PageStates.Busy(), "#user=a-user-with-quite-a-long-name-that-has-to-fit-somewhere");
        await Page.ClickAsync("#list summary >> nth=0");

        var wide = await Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("body, main *")]
                .filter(each => !each.closest(".unseen") && each.getBoundingClientRect().right > innerWidth + 0.5)
                .map(each => `${each.tagName} ${each.id} ${each.className}`)
            """);

        Assert.That(wide, Is.Empty);
        Assert.That(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.EqualTo(width));
    }

    [Test]
    public async Task Page_ReducedMotion_NothingIsAnimated()
    {
        const string animations = "() => document.getAnimations().length";
        await ShowAsync(PageStates.Busy());
        await Expect("#flow-chart .node").ToHaveCountAsync(6);
        Assert.That(await Page.EvaluateAsync<int>(animations), Is.Positive);

        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });

        Assert.That(await Page.EvaluateAsync<int>(animations), Is.Zero);
    }

    private async Task AssertNoSeriousFindingAsync(params string[] rules)
    {
        var options = new AxeRunOptions();
        if (rules.Length > 0)
        {
            options.RunOnly = new RunOnlyOptions { Type = "rule", Values = [.. rules] };
        }

        var result = await Page.RunAxe(options);
        var serious = result.Violations.Where(each => each.Impact is "serious" or "critical")
            .Select(each => $"{each.Id}: {each.Help}: {string.Join(", ", each.Nodes.Select(node => node.Html))}");
        Assert.That(serious, Is.Empty);
    }
}
