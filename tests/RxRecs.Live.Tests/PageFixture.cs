using Microsoft.Playwright;

namespace RxRecs.Live;

/// <summary>Gives each test a server of its own and a fresh page, which may not report an error.</summary>
internal abstract class PageFixture
{
    private readonly List<string> _errors = [];
    private IBrowserContext _context = null!;

    protected PageServer Server { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        var browser = await PageBrowser.GetAsync();
        Server = new PageServer();
        await Server.StartAsync();
        _errors.Clear();
        _context = await browser.NewContextAsync(new() { BaseURL = Server.Address });
        _context.SetDefaultTimeout(PageBrowser.Patience);
        Page = await _context.NewPageAsync();
        Page.PageError += (_, error) => _errors.Add(error);
        Page.Console += (_, line) =>
        {
            // That a server which was stopped does not answer is what such a test is about.
            if (line.Type == "error" && !line.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _errors.Add(line.Text);
            }
        };
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        Assert.That(_errors, Is.Empty, "What the page reported as errors.");
    }

    /// <summary>Opens the page and waits until it shows the newest state.</summary>
    protected async Task ShowAsync(object state, string address = "")
    {
        Server.Send(state);
        await Page.GotoAsync(address);
        await Expect("#connection").ToHaveTextAsync("Live");
    }

    protected ILocatorAssertions Expect(string selector) => Assertions.Expect(Page.Locator(selector));
}
