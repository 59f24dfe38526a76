using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Recent;

/// <summary>The laws of the machine on events in any order.</summary>
public sealed class LastPerKeyLawTests
{
    private const int Count = 4;
    private const int Items = 6;

    [TestCase(false)]
    [TestCase(true)]
    public void LastPerKey_ByArrival_IsTheModel(bool distinct) => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = Machine(timed: false, new LastPerKeyOptions { Distinct = distinct });
        Run(machine, events);
        foreach (var key in Keys)
        {
            var items = events.Reverse().Where(x => x.Key == key).Select(x => x.Id % Items);
            var expected = (distinct ? items.Distinct() : items).Take(Count);
            Assert.That(machine.State.Newest(key).ToArray(), Is.EqualTo(expected));
        }
    }).Holds();

    [TestCase(false, 0)]
    [TestCase(true, 0)]
    [TestCase(false, 60)]
    [TestCase(true, 60)]
    public void LastPerKey_ByEventTime_IsTheModelAfterEachEvent(bool distinct, int seconds) =>
        Prop.ForAll(TimedEvent.AnyOrder, events =>
        {
            TimeSpan? timeToLive = seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
            var machine = Machine(timed: true, new LastPerKeyOptions { Distinct = distinct, TimeToLive = timeToLive });
            for (var i = 1; i <= events.Length; i++)
            {
                Run(machine, [events[i - 1]]);
                foreach (var key in Keys)
                {
                    Assert.That(
                        machine.State.Newest(key).ToArray(),
                        Is.EqualTo(Model(events.Take(i), key, distinct, timeToLive)));
                }
            }
        }).Holds();

    [Test]
    public void LastPerKey_ByEventTime_AnyArrivalGivesTheSameLists() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var apart = events.DistinctBy(x => x.Seconds).ToArray();
        var options = new LastPerKeyOptions { Distinct = true, TimeToLive = TimeSpan.FromSeconds(200) };
        var (one, other) = (Machine(timed: true, options), Machine(timed: true, options));
        Run(one, apart);
        Run(other, apart.Reverse());
        foreach (var key in Keys)
        {
            Assert.That(one.State.Newest(key).ToArray(), Is.EqualTo(other.State.Newest(key).ToArray()));
        }
    }).Holds();

    [TestCase(false, false)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(true, true)]
    public void LastPerKey_SnapshotAtAnyCut_ChangesNothing(bool timed, bool bounded) =>
        Prop.ForAll(TimedEvent.AnyOrder, events =>
        {
            var options = new LastPerKeyOptions
            {
                Distinct = true,
                MaxKeys = bounded ? 2 : null,
                TimeToLive = timed && bounded ? TimeSpan.FromSeconds(90) : null,
            };
            var whole = Machine(timed, options);
            var expected = Run(whole, events);
            for (var cut = 0; cut <= events.Length; cut++)
            {
                var first = Machine(timed, options);
                var results = Run(first, events.Take(cut));
                var second = Machine(timed, options);
                MachineSnapshot.Restore(second, MachineSnapshot.Save(first));
                results.AddRange(Run(second, events.Skip(cut)));
                Assert.That(results, Is.EqualTo(expected));
                Assert.That(MachineSnapshot.Save(second), Is.EqualTo(MachineSnapshot.Save(whole)));
            }
        }).Holds();

    [Test]
    public void LastPerKey_MaxKeys_KeepsTheKeysThatChangedLast() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = Machine(timed: false, new LastPerKeyOptions { MaxKeys = 2 });
        var recent = new List<string>();
        var evicted = 0;
        foreach (var one in events)
        {
            recent.Remove(one.Key);
            recent.Add(one.Key);
            if (recent.Count > 2)
            {
                recent.RemoveAt(0);
                evicted++;
            }

            Run(machine, [one]);
            Assert.That(machine.State.KeyCount, Is.EqualTo(recent.Count));
            Assert.That(Keys.Where(key => !machine.State.Newest(key).IsEmpty), Is.EquivalentTo(recent));
        }

        Assert.That(machine.State.EvictedKeys, Is.EqualTo(evicted));
    }).Holds();

    [Test]
    public void LastPerKey_ManyKeysAndSizes_IsTheModel()
    {
        var random = new Random(5);
        var state = new LastPerKeyState<int, long>(
            50, options: new LastPerKeyOptions { Distinct = true, MaxKeys = 400 });
        var model = new Dictionary<int, List<long>>();
        var recent = new LinkedList<int>();
        for (var i = 0; i < 60_000; i++)
        {
            var key = Math.Min(random.Next(500), random.Next(500));
            var item = Math.Min(random.Next(90), random.Next(90));
            state.Add(key, item);
            recent.Remove(key);
            recent.AddLast(key);
            if (recent.Count > 400)
            {
                model.Remove(recent.First!.Value);
                recent.RemoveFirst();
            }

            model.TryAdd(key, []);
            model[key].Remove(item);
            model[key].Insert(0, item);
            if (model[key].Count > 50)
            {
                model[key].RemoveAt(50);
            }
        }

        Assert.That(state.KeyCount, Is.EqualTo(model.Count));
        foreach (var (key, items) in model)
        {
            Assert.That(state.Newest(key).ToArray(), Is.EqualTo(items));
        }
    }

    private static string[] Keys { get; } = ["a", "b", "c"];

    private static IEnumerable<int> Model(
        IEnumerable<TimedEvent> events, string key, bool distinct, TimeSpan? timeToLive)
    {
        var all = events.ToList();
        var horizon = all.Max(x => x.Time) - (timeToLive ?? TimeSpan.FromDays(1));
        var items = all
            .Select((x, arrival) => (x, arrival))
            .Where(x => x.x.Key == key && x.x.Time > horizon)
            .OrderByDescending(x => x.x.Seconds)
            .ThenByDescending(x => x.arrival)
            .Select(x => x.x.Id % Items);
        return (distinct ? items.Distinct() : items).Take(Count);
    }

    private static LastPerKeyMachine<TimedEvent, string, int, string> Machine(bool timed, LastPerKeyOptions options) =>
        new(
            Count,
            x => x.Key,
            x => x.Id % Items,
            (key, items) => key + string.Concat(items.ToArray()),
            timed ? x => x.Time : null,
            options);

    private static List<string> Run(
        LastPerKeyMachine<TimedEvent, string, int, string> machine, IEnumerable<TimedEvent> events)
    {
        var output = new Output<string>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
        }

        return [.. output.Results];
    }
}
