using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace RxRecs.Benchmarks;

/// <summary>
/// Runs the rows of a class of benchmarks in turn, round by round, and takes the processor time of the process: what
/// else the machine does falls on all rows alike. Ratios are medians over the rounds of the ratio to the first row of
/// the same round.
/// </summary>
internal static class InTurn
{
    public static int Run(string[] arguments)
    {
        if (arguments is not [var name, .. var rest] || Find(name) is not { } type)
        {
            Console.Error.WriteLine("turns CLASS [ROUNDS] [PART OF A ROW'S NAME]: CLASS is a class of benchmarks.");
            return 1;
        }

        var rounds = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 7;
        var benchmarks = Activator.CreateInstance(type)!;
        Call<GlobalSetupAttribute>(benchmarks);
        var rows = type.GetMethods()
            .Where(static method => method.IsDefined(typeof(BenchmarkAttribute)))
            .OrderByDescending(static method => Benchmark(method).Baseline)
            .Where(method => Benchmark(method).Baseline || rest.Length < 2 || method.Name.Contains(rest[1]))
            .Select(method => new Row(method, benchmarks))
            .ToArray();
        for (var round = -1; round < rounds; round++)
        {
            foreach (var row in rows)
            {
                row.Run(isWarmUp: round < 0);
            }
        }

        Print(rows);
        Call<GlobalCleanupAttribute>(benchmarks);
        return 0;
    }

    private static Type? Find(string name) =>
        Array.Find(typeof(InTurn).Assembly.GetTypes(), type => type.Name == name || type.Name == name + "Benchmarks");

    private static BenchmarkAttribute Benchmark(MethodInfo row) => row.GetCustomAttribute<BenchmarkAttribute>()!;

    private static void Call<TAttribute>(object benchmarks)
        where TAttribute : Attribute
    {
        foreach (var method in benchmarks.GetType().GetMethods())
        {
            if (method.IsDefined(typeof(TAttribute)))
            {
                method.Invoke(benchmarks, null);
            }
        }
    }

    private static void Print(Row[] rows)
    {
        Console.WriteLine("| row | ns | least | to the first row | bytes | result |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var row in rows)
        {
            var ratios = row.Times.Zip(rows[0].Times, static (time, first) => time / first);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Name} | {Median(row.Times):F1} | {row.Times.Min():F1} | {Median(ratios):F2} " +
                $"| {row.Bytes:F0} | {row.Result} |"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed class Row(MethodInfo method, object benchmarks)
    {
        private readonly int _operations = Benchmark(method).OperationsPerInvoke;

        public string Name => method.Name;

        public List<double> Times { get; } = [];

        public double Bytes { get; private set; }

        public object? Result { get; private set; }

        public void Run(bool isWarmUp)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            var (time, bytes) = (process.TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread());
            Result = method.Invoke(benchmarks, null);
            process.Refresh();
            if (!isWarmUp)
            {
                Times.Add((process.TotalProcessorTime - time).TotalNanoseconds / _operations);
                Bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)_operations;
            }
        }
    }
}
