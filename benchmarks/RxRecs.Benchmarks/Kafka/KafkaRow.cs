using System.Diagnostics;

namespace RxRecs.Benchmarks.Kafka;

/// <summary>One row of the table: what is run, and which row it is set against.</summary>
internal sealed record KafkaRow(string Name, string? Against, Action<RunClock> Body)
{
    public List<RunFigures> Rounds { get; } = [];

    public RunFigures Run()
    {
        var clock = new RunClock();
        Body(clock);
        return clock.Stop();
    }
}

/// <summary>The cost of a run, from its first record to its last.</summary>
internal sealed record RunFigures(TimeSpan Elapsed, TimeSpan Processor, long Allocated);

/// <summary>Starts with the first record: how long a client takes to connect is not what is measured.</summary>
internal sealed class RunClock
{
    private long _start;
    private TimeSpan _processor;
    private long _allocated;
    private RunFigures? _figures;

    public void Start()
    {
        _processor = Process.GetCurrentProcess().TotalProcessorTime;
        _allocated = GC.GetTotalAllocatedBytes();
        _start = Stopwatch.GetTimestamp();
    }

    public RunFigures Stop() => _figures ??= new RunFigures(
        Stopwatch.GetElapsedTime(_start),
        Process.GetCurrentProcess().TotalProcessorTime - _processor,
        GC.GetTotalAllocatedBytes() - _allocated);
}
