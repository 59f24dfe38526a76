using Microsoft.Playwright;

namespace RxRecs.Live;

/// <summary>Starts one Chromium for all tests of the page; where there is none, the tests are skipped.</summary>
[SetUpFixture]
internal sealed class PageBrowser
{
    /// <summary>
    /// The time in milliseconds that a test waits for what must come: longer than a busy machine takes.
    /// </summary>
    public const float Patience = 60_000;

    private const string Variable = "RXRECS_CHROMIUM";

    // What a browser does for its own sake fails in a closed network, and delays the start.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;

    /// <summary>The browser; skips the test where there is none.</summary>
    public static async Task<IBrowser> GetAsync()
    {
        if (s_browser is null)
        {
            var path = FindChromium();
            if (path is null)
            {
                Assert.Ignore($"No Chromium is on the PATH, and {Variable} names none: the page is not tested.");
            }

            Assertions.SetDefaultExpectTimeout(Patience);
            s_playwright = await Playwright.CreateAsync();
            s_browser = await s_playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags });
        }

        return s_browser;
    }

    [OneTimeTearDown]
    public static async Task EndAsync()
    {
        if (s_browser is not null)
        {
            await s_browser.CloseAsync();
        }

        s_playwright?.Dispose();
    }

    private static string? FindChromium()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
