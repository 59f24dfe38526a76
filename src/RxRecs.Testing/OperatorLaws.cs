using RxRecs.Machines;

namespace RxRecs.Testing;

/// <summary>
/// Laws that hold for every good operator in event time, as checks over events of your own. What is random comes from
/// fixed seeds: a breach is found again by the next run.
/// </summary>
public static class OperatorLaws
{
    private const int Seeds = 25;

    /// <summary>
    /// Checks the law of snapshots: wherever a history is cut, a machine that is saved there and restored as a new one
    /// goes on with the same results. The histories begin with the first event and have random lengths; an
    /// <see cref="IEventTimeMachine{TEvent, TResult}"/> also has its watermark moved between events.
    /// </summary>
    /// <param name="newMachine">The function that makes the machine, always with the same settings.</param>
    /// <param name="events">A few hundred events that exercise the machine, in order of arrival.</param>
    /// <param name="codecs">The codecs that save keys, items and events; null for the built-in codecs.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The events give no result.</exception>
    /// <exception cref="ContractException">
    /// A restart changes the results; the message has the first of them.
    /// </exception>
    public static void CheckSnapshot<TEvent, TResult>(
        Func<IMachine<TEvent, TResult>> newMachine, IReadOnlyList<TEvent> events, SnapshotCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(newMachine);
        ArgumentNullException.ThrowIfNull(events);
        var whole = new History<TEvent>(new Random(0), events);
        RequireResults(whole.Run(NewProbe(), 0, whole.Length).Count, nameof(events));
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var length = seed == 0 ? events.Count : random.Next(1, events.Count + 1);
            new History<TEvent>(random, [.. events.Take(length)])
                .RequireSameAfterRestart(NewProbe, random, $"History {seed}");
        }

        MachineProbe<TEvent> NewProbe() => MachineProbe.For(newMachine(), codecs);
    }

    /// <summary>
    /// Checks the law of disorder: in whichever order events arrive within the allowed lateness, the results are those
    /// of the events in order of their event time. Events of one time keep their order.
    /// </summary>
    /// <param name="build">The function that builds the operator over a source, with this allowed lateness.</param>
    /// <param name="events">A few hundred events that exercise the operator, in any order.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="allowedLateness">The time by which an event may arrive behind the newest one.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The lateness is not positive: nothing could be shuffled.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The events give no result, or are too far apart to change places within the lateness.
    /// </exception>
    /// <exception cref="ContractException">An order of arrival changes the results; the message has the first of
    /// them.</exception>
    public static void CheckDisorder<TEvent, TResult>(
        Func<IObservable<TEvent>, IObservable<TResult>> build,
        IReadOnlyList<TEvent> events,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        TimeSpan allowedLateness)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(allowedLateness, TimeSpan.Zero);
        var ordered = events.OrderBy(eventTimeSelector).ToList();
        var expected = Results(build, ordered);
        RequireResults(expected.Count, nameof(events));
        var isShuffled = false;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var arrivals = Shuffled(ordered, eventTimeSelector, allowedLateness, new Random(seed));
            isShuffled |= arrivals.Zip(ordered).Any(
                pair => eventTimeSelector(pair.First) != eventTimeSelector(pair.Second));
            Require.Same(expected, Results(build, arrivals), $"Order of arrival {seed}");
        }

        if (!isShuffled)
        {
            throw new ArgumentException("No two events are within the allowed lateness.", nameof(events));
        }
    }

    /// <summary>
    /// Delays each event by no more than the lateness: whatever arrives before it is then at most that much newer.
    /// </summary>
    private static List<TEvent> Shuffled<TEvent>(
        IEnumerable<TEvent> ordered, Func<TEvent, DateTimeOffset> timeOf, TimeSpan lateness, Random random) =>
    [
        .. ordered.GroupBy(timeOf)
            .Select(group => (Arrival: group.Key + lateness * random.NextDouble(), Events: group))
            .OrderBy(each => each.Arrival)
            .SelectMany(each => each.Events),
    ];

    private static List<string> Results<TEvent, TResult>(
        Func<IObservable<TEvent>, IObservable<TResult>> build, IEnumerable<TEvent> events)
    {
        var source = new ProbeSource<TEvent>();
        var observer = new GrammarObserver<TResult>();
        using var subscription = build(source).Subscribe(observer);
        foreach (var value in events)
        {
            source.OnNext(value);
        }

        source.OnCompleted();
        Require.That(observer.Error is null, $"The output failed: {observer.Error}");
        Require.That(observer.IsCompleted, "The output did not complete with its source.");
        return [.. observer.Results];
    }

    private static void RequireResults(int count, string events)
    {
        if (count == 0)
        {
            throw new ArgumentException("The events give no result: the law would hold of anything.", events);
        }
    }
}
