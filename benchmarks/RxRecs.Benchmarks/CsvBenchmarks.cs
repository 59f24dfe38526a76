using System.Buffers.Text;
using System.Globalization;
using System.Reactive.Linq;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using RxRecs.Csv;

namespace RxRecs.Benchmarks;

/// <summary>
/// A REES46 file of a million rows (about 120 MB, skewed, seeded) to the three operators: ours, CsvHelper's typed
/// reading with Rx
/// as a user writes it, and a bare loop over CsvHelper's spans. Times are per row.
/// </summary>
[MemoryDiagnoser]
public class CsvBenchmarks
{
    private const int Rows = 1_000_000;
    private readonly string _path = Path.Combine(Path.GetTempPath(), "rxrecs-benchmark.csv");

    [GlobalSetup]
    public void Write()
    {
        using var file = new StreamWriter(_path);
        file.Write("event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n");
        var random = new Random(17);
        var time = new DateTime(2019, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        var sessions = Enumerable.Range(0, 2_000).Select(_ => Session(random)).ToArray();
        for (var i = 0; i < Rows; i++)
        {
            time = time.AddSeconds(random.Next(2));
            var item = (int)(50_000 * Math.Pow(random.NextDouble(), 3));
            var user = random.Next(sessions.Length);
            sessions[user] = random.Next(12) == 0 ? Session(random) : sessions[user];
            file.Write(Row(time, random.Next(10), item, user, sessions[user]));
        }
    }

    [GlobalCleanup]
    public void Delete() => File.Delete(_path);

    [Benchmark(OperationsPerInvoke = Rows)]
    public long ReadRows()
    {
        using var reader = ShopEvents.Open(_path);
        var sum = 0L;
        while (reader.TryRead(out var row))
        {
            sum += row.Item.GetHashCode();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long ReadRowsWithCsvHelper()
    {
        using var reader = CsvReader.FromFile(_path, CsvReaderOptions.Default with { PoolStrings = true });
        return reader.GetRecords<ShopRow>().Sum(row => row.ProductId);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long ThreeOperators()
    {
        var results = 0L;
        var events = ShopEvents.FromFile(_path).Publish();
        var options = new TrendBucketsOptions { AllowedLateness = TimeSpan.FromHours(1) };
        using var trends = events.TrendBuckets(TimeSpan.FromDays(1), options).Subscribe(_ => results++);
        using var recent = events
            .LastPerKey(10, row => row.User, row => row.Item, (key, items) => items.Length)
            .Subscribe(count => results += count);
        using var carts = events
            .CartMinusPurchasePerUser(new CartOptions { AllowedLateness = TimeSpan.FromHours(1) })
            .Subscribe(_ => results++);
        using var connection = events.Connect();
        return results;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long ThreeOperatorsInPlainRx()
    {
        var results = 0L;
        using var reader = CsvReader.FromFile(_path, CsvReaderOptions.Default with { PoolStrings = true });
        var events = reader.GetRecords<ShopRow>().ToObservable().Publish();
        using var trends = events
            .Where(row => row.EventType is "cart" or "purchase")
            .GroupBy(row => (row.EventTime.Date, row.ProductId))
            .SelectMany(group => group.Count())
            .Subscribe(count => results += count);
        using var recent = events
            .GroupBy(row => row.UserId)
            .SelectMany(group => group.Scan(new List<long>(), (items, row) => AddLast(items, row.ProductId)))
            .Subscribe(items => results += items.Count);
        using var carts = events
            .GroupBy(row => row.UserId)
            .SelectMany(group => group.Scan(
                new HashSet<long>(), (cart, row) => Change(cart, row.EventType, row.ProductId)))
            .Subscribe(cart => results += cart.Count);
        using var connection = events.Connect();
        return results;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public long ThreeOperatorsInABareLoop()
    {
        var results = 0L;
        var trends = new Dictionary<(int Day, long Item), int>();
        var recent = new Dictionary<long, List<long>>();
        var carts = new Dictionary<long, HashSet<long>>();
        using var reader = CsvReader.FromFile(_path);
        while (reader.Read())
        {
            if (!Utf8Parser.TryParse(reader.GetSpan(0)[8..10], out int day, out _)
                || !Utf8Parser.TryParse(reader.GetSpan(2), out long item, out _)
                || !Utf8Parser.TryParse(reader.GetSpan(7), out long user, out _))
            {
                continue;
            }

            var kind = Kind(reader.GetSpan(1));
            if (kind is "cart" or "purchase")
            {
                CollectionsMarshal.GetValueRefOrAddDefault(trends, (day, item), out _)++;
            }

            results += AddLast(CollectionsMarshal.GetValueRefOrAddDefault(recent, user, out _) ??= [], item).Count;
            results += Change(CollectionsMarshal.GetValueRefOrAddDefault(carts, user, out _) ??= [], kind, item).Count;
        }

        return results + trends.Count;
    }

    private static string Kind(ReadOnlySpan<byte> text) =>
        text[0] switch { (byte)'c' => "cart", (byte)'p' => "purchase", (byte)'r' => "remove_from_cart", _ => "view" };

    private static List<long> AddLast(List<long> items, long item)
    {
        items.Remove(item);
        items.Add(item);
        if (items.Count > 10)
        {
            items.RemoveAt(0);
        }

        return items;
    }

    private static HashSet<long> Change(HashSet<long> cart, string kind, long item)
    {
        switch (kind)
        {
            case "cart":
                cart.Add(item);
                break;
            case "purchase" or "remove_from_cart":
                cart.Remove(item);
                break;
        }

        return cart;
    }

    private static string Session(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Row(DateTime time, int kind, int item, int user, string session)
    {
        var kindName = kind switch { 0 or 1 => "cart", 2 => "purchase", 3 => "remove_from_cart", _ => "view" };
        var category = item % 3 == 0 ? "" : $"electronics.group{item % 10}.kind{item % 130}";
        var brand = item % 5 < 2 ? "" : $"brand{item % 700}";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss} UTC,{kindName},{1_000_000 + item},");
        text.Append(CultureInfo.InvariantCulture, $"{2053013555631882655 - (item % 130)},{category},{brand},");
        text.Append(CultureInfo.InvariantCulture, $"{item % 100_000 / 100.0:0.00},");
        text.Append(CultureInfo.InvariantCulture, $"{512_000_000 + (user * 37)},{session}\n");
        return text.ToString();
    }
}
