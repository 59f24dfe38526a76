using System.Diagnostics;

namespace RxRecs.Csv.Tests;

/// <summary>The example of the README is the file-based app beside the samples, and that one runs.</summary>
[NonParallelizable]
public sealed class ReadmeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string Quickstart = Path.Combine("samples", "Quickstart.cs");

    [Test]
    public void Quickstart_WithoutArguments_PrintsListsWithReasons()
    {
        var output = Run();

        Assert.That(output, Does.Match(@"(?m)^user 500000043: 100015 seen before \(1 back\), (\d+ .+, ){3}\d+ .+$"));
        Assert.That(output, Does.Contain("100020 users with similar items have it (0.90"));
    }

    [Test]
    [Category(Repository.DataTests)]
    public void Quickstart_OverARealFile_PrintsListsWithReasons() => Assert.That(
        Run(Repository.Data("rees46-cosmetics/2019-Nov.csv")),
        Does.Contain("user 436498465: 5859742 in your cart (1)"));

    [TestCase("README.md")]
    [TestCase("src/RxRecs/README.md")]
    public void Example_InTheReadme_IsTheQuickstart(string path)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");
        var lines = File.ReadLines(Path.Combine(Repository.Root, Quickstart))
            .Where(line => !line.StartsWith("#:", StringComparison.Ordinal));

        Assert.That(
            readme, Does.Contain($"```csharp\n{string.Join("\n", lines)}\n```\n"), $"Copy the lines of {Quickstart}.");
    }

    [Test]
    public void PackageReadme_OfEachPackage_LeadsNowhereOutsideThePackage()
    {
        var packages = Directory.GetDirectories(Path.Combine(Repository.Root, "src"), "RxRecs*");

        Assert.That(packages, Is.Not.Empty);
        foreach (var package in packages)
        {
            var readme = File.ReadAllText(Path.Combine(package, "README.md"));
            Assert.That(readme, Does.Contain($"dotnet add package {Path.GetFileName(package)}"));
            Assert.That(readme, Does.Not.Match(@"\]\((?!https://)"), package);
        }
    }

    private static string Run(params string[] arguments)
    {
        // No build server outlives the test.
        var start = new ProcessStartInfo("dotnet", ["run", Quickstart, "-c", "Release", "--", .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                ["UseSharedCompilation"] = "false",
            },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet run {Quickstart} does not end within {Patience.TotalMinutes} minutes.");
        }

        Assert.That(process.ExitCode, Is.Zero, () => output.Result + errors.Result);
        return output.Result;
    }
}
