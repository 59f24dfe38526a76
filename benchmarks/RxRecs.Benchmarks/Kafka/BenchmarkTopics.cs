using System.Buffers;
using RxRecs.Kafka;
using RxRecs.Machines;

namespace RxRecs.Benchmarks.Kafka;

/// <summary>Seeded interactions of a week, and the topics: one that holds them, one to write to.</summary>
internal sealed class BenchmarkTopics : IDisposable
{
    public const int Partitions = 4;
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Brands =
        ["samsung", "apple", "xiaomi", "sony", "philips", "bosch", "lucente", "lg"];
    private static readonly string[] Paths =
    [
        "electronics.smartphone", "appliances.kitchen.washer", "computers.notebook", "apparel.shoes",
        "auto.accessories",
    ];

    private readonly KafkaTopics _topics;

    public BenchmarkTopics(KafkaSettings settings, int records)
    {
        _topics = new KafkaTopics(settings);
        Events = Make(records);
        var run = Guid.NewGuid().ToString("N")[..8];
        Input = Create($"benchmark-in-{run}", 0);
        Output = Create($"benchmark-out-{run}", 256 * 1024 * 1024L);
        BytesPerRecord = Fill(settings);
    }

    public Interaction[] Events { get; }

    public string Input { get; }

    public string Output { get; }

    public double BytesPerRecord { get; }

    public static KafkaSinkOptions<Interaction> SinkOptions(string topic) => new()
    {
        Topic = topic,
        Write = InteractionJson.Write,
        KeySelector = static value => KafkaKey.Of(value.User),
    };

    public void Dispose()
    {
        _topics.DeleteAsync(Input).GetAwaiter().GetResult();
        _topics.DeleteAsync(Output).GetAwaiter().GetResult();
        _topics.Dispose();
    }

    private string Create(string name, long retention)
    {
        var config = new Dictionary<string, string>();
        if (retention > 0)
        {
            config["retention.bytes"] = $"{retention}";
            config["segment.bytes"] = "67108864";
        }

        TimeSpan? forEver = retention == 0 ? Timeout.InfiniteTimeSpan : null;
        _topics.EnsureAsync(new KafkaTopic(name, Partitions) { Config = config, Retention = forEver })
            .GetAwaiter().GetResult();
        return name;
    }

    private double Fill(KafkaSettings settings)
    {
        using var sink = new KafkaSink<Interaction>(settings, SinkOptions(Input));
        foreach (var value in Events)
        {
            sink.OnNext(value);
        }

        sink.OnCompleted();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var value in Events.Take(10_000))
        {
            InteractionJson.Write(value, buffer);
        }

        return buffer.WrittenCount / (double)Math.Min(10_000, Events.Length);
    }

    private static Interaction[] Make(int count)
    {
        var zipf = ZipfEvent.Make(count, 100_000, 50_000);
        var random = new Random(3);
        var sessions = Enumerable.Range(0, 20_000).Select(_ => NewSession(random)).ToArray();
        var step = TimeSpan.FromDays(7) / count;
        return [.. zipf.Select((each, i) => new Interaction(
            Start + (i * step) - new TimeSpan(random.NextInt64(TimeSpan.TicksPerSecond)),
            (InteractionKind)random.Next(4),
            512_000_000 + each.User,
            1_000_000 + each.Item)
        {
            CategoryPath = Paths[each.Item % Paths.Length],
            Brand = Brands[each.Item % Brands.Length],
            Session = sessions[(each.User + (i / 50_000)) % sessions.Length],
            Price = 10 + (each.Item % 1000 / 4m),
        })];
    }

    private static string NewSession(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
