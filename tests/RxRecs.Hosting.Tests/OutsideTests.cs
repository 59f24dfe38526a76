using System.Diagnostics;

namespace RxRecs.Hosting;

/// <summary>
/// Tests of projects that lie outside the repository and are built of the packed packages and the user's ordinary
/// feeds.
/// </summary>
public abstract class OutsideTests : HostTests
{
    /// <summary>A folder of the test's own, which the packages are in too.</summary>
    private protected string Folder { get; private set; } = null!;

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}")
            ? "Release"
            : "Debug";

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("rxrecs-outside").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    /// <summary>
    /// Packs packages, and lets each project in the folder restore them. Nothing of the packages under test stays in
    /// the user's cache, where a later build would find them.
    /// </summary>
    private protected void Pack(params string[] packages)
    {
        foreach (var package in packages)
        {
            Dotnet(
                "pack", Path.Combine(Repository.Root, "src", package), "-c", Configuration, "--no-build", "-o", Folder);
        }

        File.WriteAllText(
            Path.Combine(Folder, "Directory.Build.props"),
            $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{Folder}</RestoreAdditionalProjectSources>
                <RestoreFallbackFolders>$(NuGetPackageRoot)</RestoreFallbackFolders>
                <RestorePackagesPath>{Path.Combine(Folder, "cache")}</RestorePackagesPath>
              </PropertyGroup>
            </Project>
            """);
    }

    private protected string PackageOf(string package) =>
        Directory.EnumerateFiles(Folder, $"{package}.*.nupkg").Single(
            path => char.IsAsciiDigit(Path.GetFileName(path)[package.Length + 1]));

    private protected string VersionOf(string package) =>
        Path.GetFileNameWithoutExtension(PackageOf(package))[(package.Length + 1)..];

    private protected static string Dotnet(params string[] arguments) => Run(Command(arguments));

    private protected static string Run(ProcessStartInfo command)
    {
        using var process = Process.Start(command)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"dotnet {string.Join(' ', command.ArgumentList)}\n{output}");
        return output;
    }

    // What a test runner tells its children of its own build is not for theirs.
    private protected static ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var inherited = start.Environment.Keys
            .Where(each => each.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase));
        foreach (var name in inherited.ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return start;
    }
}
