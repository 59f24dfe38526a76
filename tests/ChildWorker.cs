using System.Diagnostics;

namespace RxRecs;

/// <summary>A program of the tests in a process of its own, to be killed; what it prints is kept.</summary>
internal abstract class ChildWorker : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    /// <summary>Starts the program.</summary>
    /// <param name="start">The way to start it.</param>
    /// <param name="program">The file of the program, beside the tests.</param>
    /// <param name="arguments">Its arguments.</param>
    protected ChildWorker(Func<ProcessStartInfo, Process?> start, string program, IEnumerable<string> arguments)
    {
        var worker = Path.Combine(AppContext.BaseDirectory, program);
        _process = start(new ProcessStartInfo("dotnet", [worker, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>The lines that it has printed.</summary>
    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Kills it, as a crash would (kill -9).</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
    }

    /// <summary>Waits for its end; the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"The worker has not ended after {patience}:\n{Text}", error);
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    /// <summary>The last line that begins so.</summary>
    protected string? LastLine(string beginning)
    {
        lock (_lines)
        {
            return _lines.LastOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal));
        }
    }

    /// <summary>A line has come, and is kept already.</summary>
    protected abstract void OnLine(string line);

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
        }

        OnLine(line);
    }
}
