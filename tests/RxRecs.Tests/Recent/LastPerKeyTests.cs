using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Recent;

public sealed class LastPerKeyTests
{
    [TestCase(0)]
    [TestCase(-1)]
    public void LastPerKey_CountNotPositive_Throws(int count)
    {
        var source = Observable.Never<int>();
        Assert.That(
            () => source.LastPerKey(count, x => x, x => x), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LastPerKeyState<int, int>(count), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(null, "mug", "The key selector returned null")]
    [TestCase("ann", null, "The item selector returned null")]
    public void LastPerKey_KeyOrItemIsNull_IsAnErrorThatNamesTheSelector(string? key, string? item, string message)
    {
        Exception? error = null;
        Observable.Return(0).LastPerKey(1, _ => key!, _ => item!).Subscribe(_ => { }, each => error = each);
        Assert.That(error, Is.InstanceOf<InvalidOperationException>().With.Message.Contains(message));
    }

    [Test]
    public void LastPerKey_TimeToLiveWithoutEventTimes_Throws()
    {
        var options = new LastPerKeyOptions { TimeToLive = TimeSpan.FromDays(1) };
        Assert.That(
            () => Observable.Never<int>().LastPerKey(1, x => x, x => x, options: options),
            Throws.ArgumentException.With.Message.Contains("TimeToLive"));
        Assert.That(() => Observable.Never<int>().LastPerKey(1, x => x, x => x, _ => default, options), Throws.Nothing);
    }

    [Test]
    public void LastPerKey_OptionsOutOfRange_Throw()
    {
        Assert.That(() => new LastPerKeyOptions { MaxKeys = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new LastPerKeyOptions { TimeToLive = TimeSpan.Zero },
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void LastPerKey_GreatestCount_TakesMemoryForItemsOnly()
    {
        var state = new LastPerKeyState<int, int>(int.MaxValue, options: new LastPerKeyOptions { Distinct = true });
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var item = 0; item < 10_000; item++)
        {
            state.Add(item % 2, item);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
        Assert.That(state.Newest(0).ToArray(), Is.EqualTo(Enumerable.Range(0, 5000).Select(i => 9998 - (2 * i))));
    }

    [Test]
    public void LastPerKey_Repeats_AreKeptByDefault()
    {
        var lists = Lists(Events("a1", "a1", "a2", "b9", "a1").LastPerKey(3, x => x[0], x => x[1]));
        Assert.That(lists, Is.EqualTo(["a:1", "a:11", "a:211", "b:9", "a:121"]));
    }

    [Test]
    public void LastPerKey_Distinct_SeenAgainMovesToTheFront()
    {
        var options = new LastPerKeyOptions { Distinct = true };
        var lists =
            Lists(Events("a1", "a2", "a3", "a1", "a1", "a4").LastPerKey(3, x => x[0], x => x[1], options: options));
        Assert.That(lists, Is.EqualTo(["a:1", "a:21", "a:321", "a:132", "a:132", "a:413"]));
    }

    [Test]
    public void LastPerKey_OneItem_KeepsTheNewest()
    {
        var lists = Lists(Events("a1", "a2", "b3", "a2", "a4").LastPerKey(1, x => x[0], x => x[1]));
        Assert.That(lists, Is.EqualTo(["a:1", "a:2", "b:3", "a:2", "a:4"]));
    }

    [Test]
    public void LastPerKey_Comparers_AreUsed()
    {
        var options = new LastPerKeyOptions { Distinct = true };
        var lists = Events("ax", "AX", "aY").LastPerKey(
            3,
            x => x[..1],
            x => x[1..],
            null,
            options,
            StringComparer.OrdinalIgnoreCase,
            StringComparer.OrdinalIgnoreCase);
        Assert.That(
            Collect(lists).Select(x => $"{x.Key}:{string.Join(',', x.Items)}"),
            Is.EqualTo(["a:x", "AX"[..1] + ":X", "a:Y,X"]));
    }

    [Test]
    public void LastPerKey_TooManyKeys_EvictsTheLeastRecentAndCounts()
    {
        var options = new LastPerKeyOptions { MaxKeys = 2 };
        var lists = Collect(Events("a1", "b1", "a2", "c1", "b2").LastPerKey(2, x => x[0], x => x[1], options: options));
        Assert.That(
            lists.Select(x => $"{x.Key}:{string.Concat(x.Items)} {x.EvictedKeys}"),
            Is.EqualTo(["a:1 0", "b:1 0", "a:21 0", "b: 1", "c:1 1", "a: 2", "b:2 2"]));
        Assert.That(lists.Select(x => x.HasLeft), Is.EqualTo([false, false, false, true, false, true, false]));
    }

    [Test]
    public void LastPerKey_OlderThanAllKept_ChangesNothing()
    {
        var machine = Timed(2, null);
        var results = Run(machine, [(10, 'a', 1), (20, 'a', 2), (5, 'a', 3), (15, 'a', 4), (15, 'a', 5)]);
        Assert.That(results, Is.EqualTo(["a:1", "a:2,1", "a:2,4", "a:2,5"]));
        Assert.That(machine.State.UnusedEvents, Is.EqualTo(1));
    }

    [Test]
    public void LastPerKey_TimeToLive_ForgetsItemsAndKeysAgainstTheGreatestTime()
    {
        var machine = Timed(5, new LastPerKeyOptions { TimeToLive = TimeSpan.FromSeconds(10) });
        var results = Run(
            machine, [(0, 'a', 1), (5, 'a', 2), (5, 'b', 3), (10, 'a', 4), (15, 'c', 5), (5, 'b', 6), (100, 'b', 7)]);
        Assert.That(results, Is.EqualTo(["a:1", "a:2,1", "b:3", "a:4,2", "b:", "c:5", "a:", "c:", "b:7"]));
        Assert.That(machine.State.ExpiredKeys, Is.EqualTo(3));
        Assert.That(machine.State.UnusedEvents, Is.EqualTo(1));
        Assert.That(machine.State.KeyCount, Is.EqualTo(1));
    }

    [Test]
    public void LastPerKey_HostileDates_DoNotThrow()
    {
        var state = new LastPerKeyState<int, int>(
            2, LastPerKeyOrder.EventTime, new LastPerKeyOptions { TimeToLive = TimeSpan.MaxValue });
        state.Add(1, 1, DateTimeOffset.MinValue);
        state.Add(1, 2, DateTimeOffset.MaxValue);
        Assert.That(state.Newest(1).ToArray(), Is.EqualTo([2, 1]));
    }

    [Test]
    public void LastPerKey_ResultSelectorThrows_LeavesTheStateAsItWas()
    {
        var fail = false;
        var failures = 0;
        var options = new LastPerKeyOptions { Distinct = true, TimeToLive = TimeSpan.FromSeconds(300), MaxKeys = 3 };
        var machine = new LastPerKeyMachine<TimedEvent, string, int, int>(
            3,
            x => x.Key,
            x => x.Id % 5,
            (_, items) => fail ? throw new InvalidOperationException() : items.Length,
            x => x.Time,
            options);
        var random = new Random(3);
        var output = new Output<int>();
        for (var i = 0; i < 500; i++)
        {
            var before = MachineSnapshot.Save(machine);
            var one = new TimedEvent(i + random.Next(50), "abcdefg"[random.Next(7)].ToString(), random.Next(100));
            fail = true;
            try
            {
                machine.OnEvent(one, output);
            }
            catch (InvalidOperationException)
            {
                Assert.That(MachineSnapshot.Save(machine), Is.EqualTo(before));
                failures++;
            }

            fail = false;
            machine.OnEvent(one with { Seconds = i + 50 }, output);
            output.Clear();
        }

        Assert.That(failures, Is.GreaterThan(200));
    }

    [Test]
    public void LastPerKey_SteadyState_AllocatesNothing()
    {
        var source = new Subject<(Id User, Id Item)>();
        var sum = 0L;
        using var subscription = source
            .LastPerKey(
                50, x => x.User, x => x.Item, (_, items) => items.Length, null, new() { Distinct = true })
            .Subscribe(length => sum += length);
        var random = new Random(1);
        Feed(200_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(100_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.GreaterThan(0));

        void Feed(int count)
        {
            for (var i = 0; i < count; i++)
            {
                source.OnNext((random.Next(100), random.Next(200)));
            }
        }
    }

    [Test]
    public void LastPerKey_ManyKeysComeAndGo_MemoryFollowsWhatIsKept()
    {
        var state = new LastPerKeyState<int, string>(20, options: new LastPerKeyOptions { MaxKeys = 10 });
        for (var i = 0; i < 20_000; i++)
        {
            state.Add(i % 37, "item");
            state.Add(i, "item");
        }

        Assert.That(state.KeyCount, Is.EqualTo(10));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000; i++)
        {
            state.Add(i, "item");
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000));
    }

    [Test]
    public void LastBrandsPerUser_UnknownUserOrNoBrand_IsLeftOut()
    {
        var time = DateTimeOffset.UnixEpoch;
        Interaction[] events =
        [
            new(time, InteractionKind.View, 1, 1) { Brand = "emil" },
            new(time, InteractionKind.View, 1, 2),
            new(time, InteractionKind.View, Id.None, 3) { Brand = "emil" },
        ];
        Assert.That(Collect(events.ToObservable().LastBrandsPerUser(2)), Has.Count.EqualTo(1));
        Assert.That(Collect(events.ToObservable().LastItemsPerSession(2)), Is.Empty);
        Assert.That(Collect(events.ToObservable().LastInteractionsPerUser(2)), Has.Count.EqualTo(2));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void LastItemsPerUser_WhateverTheOptionsSay_KeepsEachItemOnce(bool distinct)
    {
        var options = new LastPerKeyOptions { Distinct = distinct, MaxKeys = 1 };
        var events = new (int User, int Item)[] { (1, 5), (1, 6), (1, 5), (2, 5), (2, 5) }
            .Select((x, i) => new Interaction(
                DateTimeOffset.UnixEpoch.AddSeconds(i), InteractionKind.View, x.User, x.Item)
            { Session = $"s{x.User}" })
            .ToObservable();
        string[] expected = ["5", "6,5", "5,6", "", "5", "5"];
        Assert.That(
            Collect(events.LastItemsPerUser(3, options)).Select(x => string.Join(',', x.Items)), Is.EqualTo(expected));
        Assert.That(
            Collect(events.LastItemsPerSession(3, options)).Select(x => string.Join(',', x.Items)),
            Is.EqualTo(expected));
        Assert.That(
            Collect(events.LastInteractionsPerUser(3)).Select(x => x.Items.Length), Is.EqualTo([1, 2, 3, 1, 2]));
    }

    [Test]
    public void LastItems_Equality_IsByValue()
    {
        var one = new LastItems<int, int>(1, [1, 2], 0);
        Assert.That(one, Is.EqualTo(new LastItems<int, int>(1, [1, 2], 0)));
        Assert.That(one.GetHashCode(), Is.EqualTo(new LastItems<int, int>(1, [1, 2], 0).GetHashCode()));
        Assert.That(one, Is.Not.EqualTo(new LastItems<int, int>(1, [2, 1], 0)));
    }

    [Test]
    public void LastPerKeyState_ByEventTime_NeedsTimes() => Assert.That(
        () => new LastPerKeyState<int, int>(1, LastPerKeyOrder.EventTime).Add(1, 1), Throws.InvalidOperationException);

    private static IObservable<string> Events(params string[] events) => events.ToObservable();

    private static List<T> Collect<T>(IObservable<T> source)
    {
        var results = new List<T>();
        using var subscription = source.Subscribe(results.Add);
        return results;
    }

    private static IEnumerable<string> Lists(IObservable<LastItems<char, char>> source) =>
        Collect(source).Select(x => $"{x.Key}:{string.Concat(x.Items)}");

    private static LastPerKeyMachine<(int Seconds, char Key, int Item), char, int, string> Timed(
        int count, LastPerKeyOptions? options) => new(
        count,
        x => x.Key,
        x => x.Item,
        (key, items) => $"{key}:{string.Join(',', items.ToArray())}",
        x => TimedEvent.Noon.AddSeconds(x.Seconds),
        options);

    private static List<string> Run(
        LastPerKeyMachine<(int Seconds, char Key, int Item), char, int, string> machine,
        IEnumerable<(int Seconds, char Key, int Item)> events)
    {
        var output = new Output<string>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
        }

        return [.. output.Results];
    }

    [Test]
    public void LastItems_AsText_AreTheItems()
    {
        Assert.That(new LastItems<Id, Id>(7, [2, 1], 0).ToString(), Is.EqualTo("7: 2, 1"));
        Assert.That(new LastItems<Id, Id>(7, [], 1).ToString(), Is.EqualTo("7: has left"));
    }
}
