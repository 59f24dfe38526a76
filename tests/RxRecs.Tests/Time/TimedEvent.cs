using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Time;

/// <summary>An event of the tests: seconds after noon, a key, and a number that tells events apart.</summary>
internal readonly record struct TimedEvent(int Seconds, string Key, int Id)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Time => Noon.AddSeconds(Seconds);

    /// <summary>Events in any order over ten minutes, with three keys.</summary>
    public static Arbitrary<TimedEvent[]> AnyOrder { get; } = Gen.Choose(0, 600)
        .SelectMany(_ => Gen.Choose(0, 2), (seconds, key) => (seconds, key))
        .ListOf()
        .Select(all => all.Select((one, id) => new TimedEvent(one.seconds, "abc"[one.key].ToString(), id)).ToArray())
        .ToArbitrary();

    public static void Write(SnapshotWriter writer, TimedEvent value)
    {
        writer.WriteInt32(value.Seconds);
        writer.WriteString(value.Key);
        writer.WriteInt32(value.Id);
    }

    public static TimedEvent Read(SnapshotReader reader) =>
        new TimedEvent(reader.ReadInt32(), reader.ReadString()!, reader.ReadInt32());

    /// <summary>
    /// The same events in an order of arrival in which none is more than <paramref name="lateness"/>
    /// behind.
    /// </summary>
    public static TimedEvent[] Shuffle(IEnumerable<TimedEvent> events, int lateness, int seed)
    {
        var random = new Random(seed);
        return events.Select(one => (one, arrival: one.Seconds + (random.NextDouble() * lateness)))
            .OrderBy(pair => pair.arrival)
            .Select(pair => pair.one)
            .ToArray();
    }
}
