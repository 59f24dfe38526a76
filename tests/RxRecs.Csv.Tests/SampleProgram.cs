using System.Diagnostics;

namespace RxRecs.Csv.Tests;

/// <summary>Runs a file-based program of the samples, as a reader does.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it from the root of the repository; it must end with exit code 0.</summary>
    /// <param name="name">The name of its file in the samples.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it prints.</returns>
    public static string Run(string name, params string[] arguments)
    {
        var path = Path.Combine("samples", name);
        var start = new ProcessStartInfo("dotnet", ["run", path, "-c", "Release", "--", .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // No build server outlives the test.
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
            Assert.Fail($"dotnet run {path} does not end within {Patience.TotalMinutes} minutes.");
        }

        Assert.That(process.ExitCode, Is.Zero, () => output.Result + errors.Result);
        return output.Result;
    }
}
