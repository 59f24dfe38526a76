using System.Buffers.Text;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace RxRecs.Benchmarks;

/// <summary>
/// Look-ups in a dictionary of 100,000 ids and parsing of 100,000 ids, in random order: numbers of nine digits as
/// longs and as ids, UUIDs as strings and as ids.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class IdBenchmarks
{
    private const int Count = 100_000;
    private readonly Dictionary<long, int> _byLong = [];
    private readonly Dictionary<Id, int> _byNumber = [];
    private readonly Dictionary<string, int> _byString = [];
    private readonly Dictionary<Id, int> _byText = [];
    private readonly long[] _longs = new long[Count];
    private readonly Id[] _numbers = new Id[Count];
    private readonly string[] _strings = new string[Count];
    private readonly Id[] _texts = new Id[Count];
    private readonly byte[][] _digits = new byte[Count][];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var bytes = new byte[16];
        for (var i = 0; i < Count; i++)
        {
            random.NextBytes(bytes);
            _longs[i] = random.Next(100_000_000, 1_000_000_000);
            _numbers[i] = _longs[i];
            _strings[i] = new Guid(bytes).ToString();
            _digits[i] = Encoding.UTF8.GetBytes(_longs[i].ToString());
            _byLong[_longs[i]] = i;
            _byNumber[_numbers[i]] = i;
            _byString[_strings[i]] = i;
            _byText[_strings[i]] = i;
        }

        // What is looked up is equal to the key and not the same string, as it comes from a reader.
        for (var i = 0; i < Count; i++)
        {
            _strings[i] = new string(_strings[i].AsSpan());
            _texts[i] = _strings[i];
        }

        random.Shuffle(_longs);
        random.Shuffle(_numbers);
        random.Shuffle(_strings);
        random.Shuffle(_texts);
    }

    [BenchmarkCategory("number")]
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public long Long() => Sum(_byLong, _longs);

    [BenchmarkCategory("number")]
    [Benchmark(OperationsPerInvoke = Count)]
    public long IdOfNumber() => Sum(_byNumber, _numbers);

    [BenchmarkCategory("text")]
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public long String() => Sum(_byString, _strings);

    [BenchmarkCategory("text")]
    [Benchmark(OperationsPerInvoke = Count)]
    public long IdOfText() => Sum(_byText, _texts);

    [BenchmarkCategory("parse")]
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public long ParseByUtf8Parser()
    {
        var sum = 0L;
        foreach (var digits in _digits)
        {
            sum += Utf8Parser.TryParse(digits, out long number, out var length) && length == digits.Length ? number : 0;
        }

        return sum;
    }

    [BenchmarkCategory("parse")]
    [Benchmark(OperationsPerInvoke = Count)]
    public long ParseId()
    {
        var sum = 0L;
        foreach (var digits in _digits)
        {
            sum += Id.TryParse(digits, out var id) && id.TryGetNumber(out var number) ? number : 0;
        }

        return sum;
    }

    private static long Sum<TKey>(Dictionary<TKey, int> values, TKey[] keys)
        where TKey : notnull
    {
        var sum = 0L;
        foreach (var key in keys)
        {
            sum += values[key];
        }

        return sum;
    }
}
