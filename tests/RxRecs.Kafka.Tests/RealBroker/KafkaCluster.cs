using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A real Apache Kafka of one or three nodes beside the repository, started on free ports by its script and wiped at
/// the end. Whoever asks for one is ignored where the script or Java is absent.
/// </summary>
internal sealed class KafkaCluster : IDisposable
{
    private const int MostAttempts = 3;
    private const string SharedMemory = "/dev/shm";
    private const long LeastSharedMemory = 4L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Script =
        Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "kafka", "kafka"));

    // In memory where there is enough of it: a disk that others keep busy lets a broker stand still for minutes.
    private static readonly string DataFolder =
        Directory.Exists(SharedMemory) && new DriveInfo(SharedMemory).AvailableFreeSpace > LeastSharedMemory
            ? SharedMemory
            : Path.GetTempPath();

    // A broker that works all the time, and the clients of one that is away, leave little to others: more at a time
    // take the processors from each other until none answers in time.
    private static readonly SemaphoreSlim Harmed = new(2);

    private readonly ClusterPorts _ports;
    private readonly int _nodes;
    private readonly string _extra;
    private readonly string _folder = Path.Combine(DataFolder, $"rxrecs-kafka-{Guid.NewGuid():N}");
    private bool _isToBeHarmed;
    private int _disposed;

    private KafkaCluster(ClusterPorts ports, int nodes, string extra, string[] listeners)
    {
        (_ports, _nodes) = (ports, nodes);
        _extra = string.Join(';', [extra, .. Properties(listeners)]);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>The servers that clients connect to.</summary>
    public KafkaSettings Settings => new() { BootstrapServers = BootstrapServers };

    public string BootstrapServers => string.Join(
        ',',
        Enumerable.Range(0, _nodes).Select(
            node => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_ports.First + (2 * node)}")));

    /// <summary>The port of a further listener.</summary>
    public int PortOf(int listener) => _ports.OfListener(listener);

    /// <summary>Starts one; ignores the test where that cannot be.</summary>
    /// <param name="nodes">One node, or three with each record on three and two of them needed to write.</param>
    /// <param name="extra">Further server properties, separated by semicolons.</param>
    /// <param name="listeners">Of one node: the protocols of up to three further listeners, which the properties know
    /// as <c>listener.name.own0</c> and so on.</param>
    public static KafkaCluster Start(int nodes = 1, string extra = "", params string[] listeners)
    {
        if (!File.Exists(Script))
        {
            Assert.Ignore("There is no real broker beside the repository.");
        }

        if (!HasJava())
        {
            Assert.Ignore("There is no Java on the path, which a real broker needs.");
        }

        // Another test run may take the ports between our look and the broker's start.
        for (var attempt = 1; ; attempt++)
        {
            var cluster = new KafkaCluster(ClusterPorts.Reserve(nodes, listeners.Length), nodes, extra, listeners);
            try
            {
                cluster.RunAndAwait(Enumerable.Range(1, nodes), "start");
                return cluster;
            }
            catch (InvalidOperationException) when (attempt < MostAttempts)
            {
                cluster.Dispose();
            }
            catch
            {
                cluster.Dispose();
                throw;
            }
        }
    }

    /// <summary>Starts one that the test kills, stops or lets hang; waits while others do that to two already.</summary>
    /// <inheritdoc cref="Start" path="/param"/>
    public static KafkaCluster StartToHarm(int nodes = 1, string extra = "")
    {
        Harmed.Wait();
        try
        {
            var cluster = Start(nodes, extra);
            cluster._isToBeHarmed = true;
            return cluster;
        }
        catch
        {
            Harmed.Release();
            throw;
        }
    }

    /// <summary>Makes a topic that keeps what it gets, and gives its name.</summary>
    public string NewTopic(int partitions)
    {
        var name = $"t{Guid.NewGuid():N}";
        using var topics = new KafkaTopics(Settings) { Timeout = TimeSpan.FromSeconds(30) };
        var topic = new KafkaTopic(name, partitions) { Retention = Timeout.InfiniteTimeSpan };
        Assert.That(
            SpinWait.SpinUntil(() => IsMade(topics, topic), Patience), Is.True, "all brokers stay fenced or away");
        return name;
    }

    /// <summary>Adds partitions to a topic.</summary>
    public void Grow(string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]).Wait();
    }

    /// <summary>Gives the number of records that each partition of a topic holds.</summary>
    public IReadOnlyList<long> Ends(string topic, int partitions)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = BootstrapServers, GroupId = "ends" }).Build();
        return [.. Enumerable.Range(0, partitions).Select(partition =>
            consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(30)).High.Value)];
    }

    /// <summary>Takes from a node that does not run what it knows of groups.</summary>
    public void ForgetGroups(int node = 1)
    {
        foreach (var folder in Directory.GetDirectories(
            Path.Combine(_folder, Number(node), "data"), "__consumer_offsets-*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Takes from a node that was killed the records of a topic, as an unclean stop may take the newest.</summary>
    public void Forget(string topic, int node = 1)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(_folder, Number(node), "data"), $"{topic}-*"))
        {
            foreach (var file in Directory.GetFiles(folder).Where(static file => Path.GetExtension(file) != ".metadata"))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>
    /// Gives what a node's log says of groups whose saved state it cannot read: it serves none of them any more, which
    /// no client can mend.
    /// </summary>
    public IReadOnlyList<string> UnreadableGroups(int node = 1)
    {
        using var log = new StreamReader(new FileStream(
            Path.Combine(_folder, Number(node), "server.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. log.ReadToEnd().Split('\n').Where(static line =>
            line.Contains("Failed to load metadata from __consumer_offsets-", StringComparison.Ordinal)
            && line.Contains("Replaying record", StringComparison.Ordinal))];
    }

    /// <summary>Keeps the log of a node beside the tests' results, which outlives the cluster, and tells where.</summary>
    public string KeepLog(int node = 1)
    {
        var kept = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"broker-{Path.GetRandomFileName()}.log");
        File.Copy(Path.Combine(_folder, Number(node), "server.log"), kept);
        return kept;
    }

    /// <summary>Stops all nodes in order; each is back with <see cref="Restart"/>.</summary>
    public void Stop() => Run("stop");

    public void Kill(int node = 1) => Run("kill", Number(node));

    /// <summary>
    /// Brings a node back; once more where it does not come up, as whoever watches over a broker does.
    /// </summary>
    public void Restart(int node = 1)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                RunAndAwait([node], "restart", Number(node));
                return;
            }
            catch (InvalidOperationException) when (attempt < MostAttempts)
            {
                Kill(node);
            }
        }
    }

    public void Pause(int node = 1) => Run("pause", Number(node));

    public void Resume(int node = 1) => Run("resume", Number(node));

    /// <summary>Runs a command of the script, or one of the broker's own tools; gives what it prints.</summary>
    public string Run(params string[] arguments) => RunWith(string.Empty, arguments);

    /// <summary>The same with a text on standard input.</summary>
    public string RunWith(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Script, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAFKA_PORT"] = Number(_ports.First);
        start.Environment["KAFKA_NODES"] = Number(_nodes);
        start.Environment["KAFKA_HEAP"] = "384m";
        start.Environment["KAFKA_DIR"] = _folder;
        start.Environment["KAFKA_EXTRA"] = _extra;
        using var process = ChildProcess.Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"kafka {string.Join(' ', arguments)} has not ended after {Patience}.");
        }

        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException(
                $"kafka {string.Join(' ', arguments)} failed: {errors.GetAwaiter().GetResult()}");
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            try
            {
                Run("wipe");
            }
            finally
            {
                _ports.Dispose();
                if (_isToBeHarmed)
                {
                    Harmed.Release();
                }
            }
        }
    }

    // The script gives a node a minute to come, which a busy machine may not have for it.
    private void RunAndAwait(IEnumerable<int> nodes, params string[] arguments)
    {
        try
        {
            Run(arguments);
        }
        catch (InvalidOperationException slowness) when (
            slowness.Message.Contains("does not answer", StringComparison.Ordinal)
            && SpinWait.SpinUntil(() => nodes.All(Answers), Patience))
        {
            // It has come after all.
        }
    }

    private bool Answers(int node)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", _ports.First + (2 * (node - 1)));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // A broker that a busy machine keeps from its heartbeats is fenced for a moment, and is given no partition; one
    // that has just started may not know its controller for half a minute.
    private static bool IsMade(KafkaTopics topics, KafkaTopic topic)
    {
        try
        {
            topics.EnsureAsync(topic).GetAwaiter().GetResult();
            return true;
        }
        catch (KafkaFailureException failure) when (
            failure.Failure == KafkaFailure.Unreachable || failure.Message.Contains("fenced", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private IEnumerable<string> Properties(string[] listeners)
    {
        if (listeners.Length == 0)
        {
            return [];
        }

        var own = string.Concat(listeners.Select((_, n) => $",OWN{n}://127.0.0.1:{Number(PortOf(n))}"));
        var plain = $"PLAINTEXT://127.0.0.1:{Number(_ports.First)}";
        return
        [
            $"listeners={plain},CONTROLLER://127.0.0.1:{Number(_ports.First + 1)}{own}",
            $"advertised.listeners={plain}{own}",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
                + string.Concat(listeners.Select((protocol, n) => $",OWN{n}:{protocol}")),
        ];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool HasJava()
    {
        try
        {
            using var java = ChildProcess.Start(
                new ProcessStartInfo("java", "-version") { UseShellExecute = false, RedirectStandardError = true });
            java.WaitForExit();
            return java.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 };
        }
    }

    // Also when the test host ends without tearing down.
    private void OnExit(object? sender, EventArgs e) => Dispose();
}
