using System.Diagnostics;
using System.Globalization;

namespace RxRecs.StoredShop;

/// <summary>A worker in a process of its own, to be killed; what it prints is kept.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _hasSaved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkerProcess(string program, string place, params int[] settings)
    {
        var worker = Path.Combine(AppContext.BaseDirectory, program);
        var numbers = settings.Select(each => each.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(new ProcessStartInfo("dotnet", [worker, place, .. numbers])
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

    /// <summary>Ends once the store holds more results than when the worker started.</summary>
    public Task HasSaved => _hasSaved.Task;

    public bool HasEnded => _process.HasExited;

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

    /// <summary>The number of events that it has said to have appended.</summary>
    public long Appended => Number("appended", 1);

    /// <summary>The number of results in the store when it started.</summary>
    public long ResultsAtStart => Number("started", 2);

    /// <summary>The number of results that it has last found in the store.</summary>
    public long Results => Number("results", 1);

    /// <summary>The number of its run's results that were in the store already.</summary>
    public long Repeats => Number("done", 2);

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

    private long Number(string word, int place)
    {
        lock (_lines)
        {
            return _lines.LastOrDefault(line => line.StartsWith(word, StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ')[place], CultureInfo.InvariantCulture)
                : 0;
        }
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

        if (line.StartsWith("results", StringComparison.Ordinal) && Results > ResultsAtStart)
        {
            _hasSaved.TrySetResult();
        }
    }
}
