using System.Diagnostics;

namespace RxRecs.Kafka.RealBroker;

/// <summary>A worker in a process of its own, to be killed; what it prints is kept.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _hasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkerProcess(params string[] settings)
    {
        var worker = Path.Combine(AppContext.BaseDirectory, "RxRecs.Kafka.Worker.dll");
        _process = ChildProcess.Start(new ProcessStartInfo("dotnet", [worker, .. settings])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends once the worker has told that it reads.</summary>
    public Task HasRead => _hasRead.Task;

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

        if (line.StartsWith("records ", StringComparison.Ordinal)
            && !line.StartsWith("records 0 ", StringComparison.Ordinal))
        {
            _hasRead.TrySetResult();
        }
    }
}
