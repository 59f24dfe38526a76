using System.Globalization;
using RxRecs.Kafka;

namespace RxRecs.Benchmarks.Kafka;

/// <summary>
/// Reading and writing over a broker, ours against loops over the bare client: all rows in turn, several rounds, and
/// the median of each. The broker shares the machine, so what counts is the ratio within a run.
/// </summary>
internal static class KafkaBenchmark
{
    public static int Run(string[] args)
    {
        if (args.Length % 2 != 0 || Option(args, "--broker") is not { } broker)
        {
            Console.Error.WriteLine(
                "kafka --broker host:port [--records 1000000] [--rounds 5] [--rows text in the rows' names]");
            return 2;
        }

        var records = int.Parse(Option(args, "--records") ?? "1000000", CultureInfo.InvariantCulture);
        var rounds = int.Parse(Option(args, "--rounds") ?? "5", CultureInfo.InvariantCulture);
        var settings = new KafkaSettings { BootstrapServers = broker };
        using var topics = new BenchmarkTopics(settings, records);
        var rows = ReadRows.Of(settings, topics.Input, records)
            .Concat(WriteRows.Of(settings, topics.Output, topics.Events))
            .Concat(ParseRows.Of(topics.Events));
        var chosen = rows.Where(row => Option(args, "--rows") is not { } name || row.Name.Contains(name)).ToList();
        Measure(chosen, rounds);
        Print(chosen, records, topics.BytesPerRecord);
        return 0;
    }

    private static void Measure(List<KafkaRow> rows, int rounds)
    {
        // The first round warms up and does not count.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var row in rows)
            {
                GC.Collect();
                var figures = row.Run();
                Console.Error.WriteLine($"{round} {row.Name}: {figures.Elapsed.TotalSeconds:0.000} s");
                if (round > 0)
                {
                    row.Rounds.Add(figures);
                }
            }
        }
    }

    private static void Print(List<KafkaRow> rows, int records, double bytes)
    {
        Console.WriteLine(
            $"{records} records of {bytes:0} bytes of JSON, {Environment.ProcessorCount} cores, {Environment.Version}");
        Console.WriteLine("| row | records/s | slowest, fastest | CPU us/record | bytes/record | to the bare loop |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var row in rows)
        {
            var rates = row.Rounds.Select(each => records / each.Elapsed.TotalSeconds).Order().ToList();
            var against = rows.Find(each => each.Name == row.Against);
            var ratio = against is null ? "" : Ratio(row, against).ToString("0.00", CultureInfo.InvariantCulture);
            Console.WriteLine(
                $"| {row.Name} | {rates[rates.Count / 2]:0} | {rates[0]:0}, {rates[^1]:0} "
                + $"| {Median(row.Rounds.Select(each => each.Processor.TotalMicroseconds / records)):0.00} "
                + $"| {Median(row.Rounds.Select(each => (double)each.Allocated / records)):0} | {ratio} |");
        }
    }

    // Round by round, so that what the machine does beside it weighs on both.
    private static double Ratio(KafkaRow row, KafkaRow against) =>
        Median(row.Rounds.Zip(against.Rounds, (ours, bare) => bare.Elapsed / ours.Elapsed));

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
