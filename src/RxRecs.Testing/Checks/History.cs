namespace RxRecs.Testing;

/// <summary>
/// Events with moves of the watermark between some of them, and the end: all that can happen to a
/// machine.
/// </summary>
internal sealed class History<TEvent>(Random random, IReadOnlyList<TEvent> events)
{
    private readonly TimeSpan?[] _moves =
        [.. events.Select(_ => random.Next(10) == 0 ? TimeSpan.FromSeconds(random.Next(3600)) : (TimeSpan?)null)];

    /// <summary>Tells how many steps: an event and a possible move each, then the end.</summary>
    public int Length => events.Count + 1;

    /// <summary>The law of snapshots: cut at random points, saved and restored, the results are the same.</summary>
    public void RequireSameAfterRestart(Func<MachineProbe<TEvent>> newMachine, Random random, string what)
    {
        var whole = Run(newMachine(), 0, Length);
        for (var i = 0; i < 4; i++)
        {
            var cut = random.Next(Length + 1);
            var first = newMachine();
            var results = Run(first, 0, cut);
            var second = newMachine();
            second.Restore(first.Save());
            results.AddRange(Run(second, cut, Length));
            Require.Same(whole, results, $"{what} with a restart before step {cut} of {Length}");
        }
    }

    public List<string> Run(MachineProbe<TEvent> machine, int from, int to)
    {
        var results = new List<string>();
        for (var i = from; i < to; i++)
        {
            if (i == events.Count)
            {
                machine.OnCompleted(results);
                continue;
            }

            machine.OnEvent(events[i], results);
            if (_moves[i] is { } move && machine.Watermark is { } watermark && watermark > DateTimeOffset.MinValue)
            {
                var room = DateTimeOffset.MaxValue - watermark;
                machine.OnWatermark(move < room ? watermark + move : DateTimeOffset.MaxValue, results);
            }
        }

        return results;
    }
}
