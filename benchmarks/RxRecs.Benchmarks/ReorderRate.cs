using System.Diagnostics;
using System.Globalization;
using System.Reactive.Subjects;

namespace RxRecs.Benchmarks;

/// <summary>
/// Putting interactions in order: <c>Reorder</c>, a
/// <see cref="PriorityQueue{TElement, TPriority}"/> and a ring of lists, one per second, over the same rows in turn.
/// Processor time of the best of five rounds per event, and what is allocated per event in a round.
/// </summary>
internal static class ReorderRate
{
    private static readonly long Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    public static int Run(string[] sizes)
    {
        var count = sizes.Length == 0 ? 2_000_000 : int.Parse(sizes[0], CultureInfo.InvariantCulture);
        Console.WriteLine("| input | row | ns/event | bytes/event |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Compare("sorted, lateness 1 h", Make(count, 0), TimeSpan.FromHours(1));
        Compare("up to 20 s out of order, lateness 1 h", Make(count, 20), TimeSpan.FromHours(1));
        Compare("up to 20 h out of order, lateness 20 h", Make(count, 72_000), TimeSpan.FromHours(20));
        return 0;
    }

    // Two events a second, as a shop of five million events a month has them, at a grain of a second: on purpose evenly
    // disordered, which the synthetic shop is not.
    private static Interaction[] Make(int count, int disorder)
    {
        var random = new Random(1);
        var events = new Interaction[count];
        for (var i = 0; i < count; i++)
        {
            var second = 72_000 + (i / 2) - random.Next(disorder + 1);
            var time = new DateTimeOffset(Start + (second * TimeSpan.TicksPerSecond), TimeSpan.Zero);
            events[i] = new(time, InteractionKind.View, random.Next(200_000), random.Next(50_000));
        }

        return events;
    }

    private static void Compare(string input, Interaction[] events, TimeSpan lateness)
    {
        (string Name, Func<Interaction[], TimeSpan, long> Run)[] rows =
            [("PriorityQueue", WithQueue), ("ring of lists", WithRing), ("Reorder", WithOperator)];
        var best = rows.Select(static _ => double.MaxValue).ToArray();
        var bytes = new long[rows.Length];
        var expected = rows[0].Run(events, lateness);
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var (time, memory) = (ProcessorTime(), GC.GetAllocatedBytesForCurrentThread());
                if (rows[i].Run(events, lateness) != expected)
                {
                    throw new InvalidOperationException($"{rows[i].Name} gives other times than the queue.");
                }

                best[i] = Math.Min(best[i], (ProcessorTime() - time).TotalNanoseconds / events.Length);
                bytes[i] = (GC.GetAllocatedBytesForCurrentThread() - memory) / events.Length;
            }
        }

        for (var i = 0; i < rows.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {input} | {rows[i].Name} | {best[i]:F0} | {bytes[i]} |"));
        }
    }

    private static TimeSpan ProcessorTime() => Process.GetCurrentProcess().UserProcessorTime;

    private static long Note(long sum, in Interaction next) => unchecked((sum * 31) + next.EventTime.UtcTicks);

    private static long WithOperator(Interaction[] events, TimeSpan lateness)
    {
        using var source = new Subject<Interaction>();
        var sum = 0L;
        using var subscription = source
            .Reorder(new EventTimeOptions { AllowedLateness = lateness })
            .Subscribe(next => sum = Note(sum, next));
        foreach (var next in events)
        {
            source.OnNext(next);
        }

        source.OnCompleted();
        return sum;
    }

    private static long WithQueue(Interaction[] events, TimeSpan lateness)
    {
        var queue = new PriorityQueue<Interaction, long>();
        var (greatest, sum) = (long.MinValue, 0L);
        foreach (var next in events)
        {
            greatest = Math.Max(greatest, next.EventTime.UtcTicks);
            queue.Enqueue(next, next.EventTime.UtcTicks);
            while (queue.TryPeek(out _, out var ticks) && ticks <= greatest - lateness.Ticks)
            {
                sum = Note(sum, queue.Dequeue());
            }
        }

        while (queue.TryDequeue(out var left, out _))
        {
            sum = Note(sum, left);
        }

        return sum;
    }

    private static long WithRing(Interaction[] events, TimeSpan lateness)
    {
        var ring = new List<Interaction>[(int)lateness.TotalSeconds + 1];
        var (from, greatest, sum) = (Start / TimeSpan.TicksPerSecond, 0L, 0L);
        foreach (var next in events)
        {
            var second = next.EventTime.UtcTicks / TimeSpan.TicksPerSecond;
            greatest = Math.Max(greatest, second);
            for (; from < greatest - (int)lateness.TotalSeconds; from++)
            {
                sum = Release(ring[from % ring.Length], sum);
            }

            (ring[second % ring.Length] ??= []).Add(next);
        }

        for (; from <= greatest; from++)
        {
            sum = Release(ring[from % ring.Length], sum);
        }

        return sum;
    }

    private static long Release(List<Interaction>? second, long sum)
    {
        foreach (var next in second ?? [])
        {
            sum = Note(sum, next);
        }

        second?.Clear();
        return sum;
    }
}
