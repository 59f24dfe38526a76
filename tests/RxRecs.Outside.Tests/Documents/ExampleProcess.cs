using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RxRecs.Outside.Tests;

/// <summary>An example that goes on until it is stopped: a process of its own, in a folder of its own.</summary>
internal sealed class ExampleProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Beside the packages' assemblies, which it finds as the tests do.
    private readonly string _program = Path.Combine(AppContext.BaseDirectory, $"Example-{Guid.NewGuid():N}.dll");
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="example">The example.</param>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="environment">Variables of its environment.</param>
    public ExampleProcess(
        DocumentExample example, string folder, params (string Name, string Value)[] environment)
    {
        File.WriteAllBytes(_program, example.Image());
        var tests = typeof(ExampleProcess).Assembly.Location;
        var start = new ProcessStartInfo(
            // A shell that runs the tests in the background has them ignore Ctrl-C, and what they start.
            "env",
            [
                "--default-signal=INT", "dotnet", "exec",
                "--runtimeconfig", Path.ChangeExtension(tests, "runtimeconfig.json"),
                "--depsfile", Path.ChangeExtension(tests, "deps.json"), _program,
            ])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets what it has printed, errors among it.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Stops it as Ctrl-C does, and gives its exit code.</summary>
    public int Stop()
    {
        using var signal = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.That(_process.WaitForExit(Patience), Is.True, () => $"It does not end: {Output}");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        File.Delete(_program);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
