using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RxRecs.Kafka;

namespace RxRecs.Live;

/// <summary>The server as a process of its own, which can be killed and started again over the same folder.</summary>
internal sealed class LiveProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] NoShop = ["--rate", "0"];
    private readonly StringBuilder _output = new();
    private readonly string[] _options;
    private Process? _process;

    public LiveProcess(params string[] options)
    {
        _options = options;
        Folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;
        (Port, ManagementPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        Client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Patience })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{Port}"),
            Timeout = Patience,
        };
        Management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ManagementPort}"), Timeout = Patience };
    }

    public string Folder { get; }

    /// <summary>Gives what the process finds in its environment besides ours.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public int Port { get; }

    public int ManagementPort { get; }

    public HttpClient Client { get; }

    public HttpClient Management { get; }

    /// <summary>The memory of the process that is in use, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>All that the process has written.</summary>
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

    /// <summary>Starts the server, and waits until it knows all that is in its log.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "rxrecs-live.dll"), "--url", $"http://127.0.0.1:{Port}",
            "--management-port", $"{ManagementPort}", "--data", Folder,
            .. _options.Contains("--rate") ? [] : NoShop, .. _options,
        ];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = ChildProcess.Start(start);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Until(async () =>
        {
            Assert.That(_process.HasExited, Is.False, Output);
            return (await Management.GetAsync("/health")).IsSuccessStatusCode;
        });
    }

    /// <summary>Ends the process as kill -9 does.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
    }

    /// <summary>Ends the process as the system does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        return await WaitAsync();
    }

    /// <summary>Waits until the process has ended, and gives its exit code.</summary>
    public async Task<int> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async Task<JsonElement> GetJson(string path)
    {
        using var answer = await Client.GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Gives the newest state of the page.</summary>
    public async Task<JsonElement> GetState()
    {
        using var stream = await Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line[6..]).RootElement;
            }
        }

        throw new AssertionException("The stream ended before its first state.");
    }

    /// <summary>Gives how many dead letters the page counts for a reason.</summary>
    public async Task<long> DeadLetters(string reason) =>
        (await GetState()).GetProperty("deadLetters").TryGetProperty(reason, out var count) ? count.GetInt64() : 0;

    /// <summary>Sends what must be taken.</summary>
    public async Task Send(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await Client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Gives the items recommended to a user, asked for now.</summary>
    public async Task<string[]> ItemsOf(string user) =>
    [
        .. (await GetJson($"/recommendations/{user}?why=true")).GetProperty("items").EnumerateArray()
            .Select(each => each.GetProperty("item").ToString()),
    ];

    /// <summary>Waits until something holds: between a request and what it changes lies the pipeline.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(20);
        }

        Assert.Fail($"It did not come to be within {Patience}.");
    }

    /// <summary>Starts a server that cannot be, and gives what it says.</summary>
    public static async Task<string> FailToStart(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "rxrecs-live.dll"), .. words, "--rate", "0"];
        Array.ForEach(all, start.ArgumentList.Add);
        using var process = ChildProcess.Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var told = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(told + await output, Does.Not.Contain("   at ").And.Not.Contain("fail:"));
        return told.TrimEnd();
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
        Client.Dispose();
        Management.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
