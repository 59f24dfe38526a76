using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Kafka.Source;

public sealed class KeyedScheduleTests
{
    private static readonly Arbitrary<(int Seed, int Most, int[] Steps)> Cases =
        (from seed in Gen.Choose(0, int.MaxValue)
         from most in Gen.Choose(1, 5)
         from count in Gen.Choose(0, 200)
         from steps in Gen.Elements(0, 0, 0, 1, 1, 2).ArrayOf(count)
         select (seed, most, steps)).ToArbitrary();

    [Test]
    public void KeyedSchedule_AnyHistory_StartsAllThatMayStartInTheOrderOfTheirKeys() => Prop.ForAll(Cases, one =>
    {
        var random = new Random(one.Seed);
        var schedule = new KeyedSchedule<int>(one.Most);
        var waiting = new List<(int Key, int Item)>();
        var running = new List<(int Key, int Item)>();
        for (var step = 0; step < one.Steps.Length; step++)
        {
            if (one.Steps[step] == 0)
            {
                // Key 0 is none.
                var key = random.Next(4);
                schedule.Add(KeyOf(key), step);
                waiting.Add((key, step));
            }
            else if (one.Steps[step] == 1 && running.Count > 0)
            {
                var which = random.Next(running.Count);
                schedule.Finish(KeyOf(running[which].Key));
                running.RemoveAt(which);
            }
            else if (one.Steps[step] == 2 && random.Next(4) == 0)
            {
                var third = random.Next(3);
                schedule.Drop(item => item % 3 == third);
                waiting.RemoveAll(each => each.Item % 3 == third);
            }

            while (schedule.TryStart(out var key, out var item))
            {
                var started = waiting.Find(each => each.Item == item);
                Assert.That(waiting.Remove(started), Is.True, "what waits is started, once");
                Assert.That(key as byte[] ?? [0], Is.EqualTo(new[] { (byte)started.Key }));
                Assert.That(IsFirst(started, waiting, running), Is.True, "in the order of its key");
                running.Add(started);
            }

            Assert.That(running, Has.Count.LessThanOrEqualTo(one.Most).And.Count.EqualTo(schedule.Running));
            Assert.That(
                running.Count == one.Most || !waiting.Exists(each => IsFirst(each, waiting, running)),
                "none is held back");
            Assert.That(
                schedule.Keys,
                Is.EqualTo(waiting.Concat(running).Select(each => each.Key).Where(key => key > 0).Distinct().Count()));
        }
    }).Holds();

    [Test]
    public void KeyedSchedule_OneKeyWithMany_DoesNotKeepTheOthersWaiting()
    {
        var schedule = new KeyedSchedule<int>(maxRunning: 2);
        for (var item = 0; item < 100; item++)
        {
            schedule.Add("hot", item);
        }

        schedule.Add("other", 100);

        Assert.That(schedule.TryStart(out _, out var first) && schedule.TryStart(out _, out first), Is.True);
        Assert.That(first, Is.EqualTo(100));
    }

    private static bool IsFirst(
        (int Key, int Item) one, List<(int Key, int Item)> waiting, List<(int Key, int Item)> running) =>
        one.Key == 0
        || (!running.Exists(each => each.Key == one.Key)
            && !waiting.Exists(each => each.Key == one.Key && each.Item < one.Item));

    // A new array each time: bytes are compared.
    private static byte[]? KeyOf(int key) => key == 0 ? null : [(byte)key];
}
