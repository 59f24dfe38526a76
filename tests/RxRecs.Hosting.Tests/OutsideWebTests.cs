using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>
/// The first example of docs/hosting.md, built outside the repository of the packed packages and the user's ordinary
/// feeds, serves recommendations.
/// </summary>
[Category("Slow")]
[NonParallelizable]
public sealed partial class OutsideWebTests : OutsideTests
{
    private const int MostLines = 25;

    private string App => Path.Combine(Folder, "shop");

    [Test]
    public void Example_AsTheGuideSays_HasFewLines() =>
        Assert.That(Example("csharp").TrimEnd().Split('\n'), Has.Length.LessThanOrEqualTo(MostLines));

    [Test]
    public async Task Example_BuiltOfThePackages_ServesRecommendations()
    {
        Pack("RxRecs", "RxRecs.Kafka", "RxRecs.Hosting");
        MakeProject();
        Dotnet("build", App, "-c", "Release");
        NewTopic("shop-events");
        Write("shop-events", 1, 2, 3);
        using var app = StartApp();
        try
        {
            using var http = new HttpClient { BaseAddress = await AddressOf(app) };
            Await(() => StatusOf(http, "/health") == HttpStatusCode.OK, "ready");
            Assert.That(StatusOf(http, "/recommendations/2"), Is.EqualTo(HttpStatusCode.NotFound), "no such user");
            Await(() => StatusOf(http, "/recommendations/1") == HttpStatusCode.OK, "a list");
            Assert.That(
                await http.GetStringAsync("/recommendations/1"),
                Does.StartWith("[{\"item\":\"").And.Contain("\"score\""));
        }
        finally
        {
            app.Kill();
        }
    }

    private void MakeProject()
    {
        Dotnet("new", "web", "-o", App, "--no-restore");
        var project = Path.Combine(App, "shop.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace(
            "</Project>",
            $"""
              <ItemGroup><PackageReference Include="RxRecs.Hosting" Version="{VersionOf("RxRecs.Hosting")}" /></ItemGroup>
            </Project>
            """,
            StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(App, "Program.cs"), Example("csharp"));
        File.WriteAllText(Path.Combine(App, "appsettings.json"), Example("json"));
    }

    private Process StartApp()
    {
        var start = Command(Path.Combine(App, "bin", "Release", "net10.0", "shop.dll"));
        start.WorkingDirectory = App;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__shop"] = Broker.BootstrapServers;
        return Process.Start(start)!;
    }

    // What it writes is read to its end: it would stand still at a full pipe.
    private async Task<Uri> AddressOf(Process app)
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.OutputDataReceived += (_, line) => Take(line.Data);
        app.ErrorDataReceived += (_, line) => Take(line.Data);
        app.Exited += (_, _) => address.TrySetException(new InvalidOperationException(
            $"The application has ended without an address:\n{string.Join('\n', Logs.Lines)}"));
        app.EnableRaisingEvents = true;
        app.BeginOutputReadLine();
        app.BeginErrorReadLine();
        return await address.Task;

        void Take(string? line)
        {
            Logs.Lines.Enqueue(line ?? string.Empty);
            if (Listening().Match(line ?? string.Empty) is { Success: true } match)
            {
                address.TrySetResult(new(match.Groups["address"].Value));
            }
        }
    }

    private static HttpStatusCode StatusOf(HttpClient http, string path) => http.GetAsync(path).Result.StatusCode;

    private static string Example(string language)
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "hosting.md")).ReplaceLineEndings("\n");
        var begin = guide.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return guide[begin..guide.IndexOf("```\n", begin, StringComparison.Ordinal)];
    }

    [GeneratedRegex("Now listening on: (?<address>http.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
