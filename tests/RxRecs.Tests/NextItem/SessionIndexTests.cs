using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

public sealed class SessionIndexTests
{
    private static readonly SessionIndexLimits Small = new()
    {
        MaxSessions = 6,
        MaxEvents = 25,
        MaxItems = 9,
        PostingsPerItem = 2,
        MaxLength = 5,
        TailLength = 2,
    };

    private static readonly Gen<(int Session, int Item, int Time)[]> Events =
        (from session in Gen.Choose(0, 4)
         from item in Gen.Choose(0, 11)
         from time in Gen.Choose(-6, 9)
         select (session, item, time)).ArrayOf();

    [Test]
    public void Add_AnyEvents_AgreesWithListsLookedThroughInFull()
    {
        FsCheck.Fluent.Prop.ForAll(Events.ToArbitrary(), events =>
        {
            var index = new SessionIndex<string>(Small);
            var model = new NaiveSessions<string>(Small);
            var now = 100;
            foreach (var (session, item, time) in events)
            {
                now += time;
                Feed(index, model, session, Text(item), now);
                if (item == 3 && time == 2)
                {
                    index.Forget(index.Next - 2);
                    model.Forget(index.Next - 2);
                }

                if (!Agree(index, model))
                {
                    return false;
                }
            }

            return true;
        }).Holds(cases: 400);
    }

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherContentNorBytes()
    {
        var cases = from events in Events from cut in Gen.Choose(0, events.Length) select (events, cut);
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var whole = new SessionIndex<string>(Small);
            var parts = new SessionIndex<string>(Small);
            var now = 100;
            for (var i = 0; i < each.events.Length; i++)
            {
                if (i == each.cut)
                {
                    var restored = new SessionIndex<string>(Small);
                    restored.Restore(new SnapshotReader(Saved(parts)));
                    parts = restored;
                }

                var (session, item, time) = each.events[i];
                now += time;
                Feed(whole, null, session, Text(item), now);
                Feed(parts, null, session, Text(item), now);
            }

            return Saved(whole).AsSpan().SequenceEqual(Saved(parts))
                && LastTimes(whole).SequenceEqual(LastTimes(parts));
        }).Holds(cases: 300);
    }

    [TestCase(2, true)]
    [TestCase(100, false)]
    public void Add_AnyOrderOfArrival_GivesTheSameContent(int postings, bool isOncePerSession)
    {
        var cases = from events in Events from seed in Gen.Choose(0, 1_000) select (events, seed);
        var roomy = Small with
        {
            MaxSessions = 100,
            MaxEvents = 1_000,
            MaxItems = 100,
            MaxLength = 200,
            PostingsPerItem = postings,
        };
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var (first, second) = (new SessionIndex<string>(roomy), new SessionIndex<string>(roomy));
            var timed = each.events
                .Select((value, place) => (value.Session, value.Item, Time: (value.Time * 1_000) + place))
                .DistinctBy(value => isOncePerSession ? (value.Session, value.Item, 0) : value).ToArray();
            var shuffled = timed.ToArray();
            new Random(each.seed).Shuffle(shuffled);
            Fill(first, timed);
            Fill(second, shuffled);
            return Same(first, second);
        }).Holds(cases: 300);
    }

    [Test]
    public void Add_RepeatsLeftOut_CountOnce()
    {
        var index = new SessionIndex<string>(Small with { KeepRepeats = false });
        foreach (var (item, time) in new[] { ("a", 1), ("a", 2), ("b", 3), ("b", 2), ("a", 4) })
        {
            index.Add(0, item, time);
        }

        Assert.That(Texts(index, index.Items(0)), Is.EqualTo(["a", "b", "a"]));
        Assert.That((index.EventCount, index.SessionsOf(index.Find("a"))), Is.EqualTo((3, 1)));
    }

    [Test]
    public void Add_LongerThanTheLongest_KeepsTheFirstAndTheLast()
    {
        var index = new SessionIndex<string>(Small);
        for (var i = 0; i < 9; i++)
        {
            index.MakeRoom(Text(i));
            index.Add(0, Text(i), i);
        }

        Assert.That(Texts(index, index.Items(0)), Is.EqualTo([.. new[] { 0, 1, 2, 3, 4, 7, 8 }.Select(Text)]));
        Assert.That(index.Head(0).Length, Is.EqualTo(5));
        Assert.That(index.SessionsOf(index.Find(Text(8))), Is.Zero);
        Assert.That(index.Find(Text(6)), Is.EqualTo(-1));
    }

    [Test]
    public void Restore_AnyByteChanged_ThrowsOrIsAState()
    {
        var index = new SessionIndex<string>(Small);
        for (var i = 0; i < 20; i++)
        {
            Feed(index, null, i % 3, Text(i % 5), i);
        }

        var bytes = Saved(index);
        for (var place = 0; place < bytes.Length; place++)
        {
            foreach (var change in new byte[] { 1, 0x80, 0xFF })
            {
                var damaged = bytes.ToArray();
                damaged[place] ^= change;
                var restored = new SessionIndex<string>(Small);
                try
                {
                    restored.Restore(new SnapshotReader(damaged));
                }
                catch (SnapshotException)
                {
                    continue;
                }

                Assert.That(() => Feed(restored, null, 1, "new", 1_000), Throws.Nothing);
            }

            Assert.That(
                () => new SessionIndex<string>(Small).Restore(new SnapshotReader(bytes.AsMemory(0, place))),
                Throws.TypeOf<SnapshotException>());
        }
    }

    [Test]
    public void Add_FullIndex_AllocatesNothing()
    {
        var index = new SessionIndex<long>(Small with { MaxSessions = 64, MaxEvents = 200, MaxItems = 50 });
        var before = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            var item = i * 7919L % 61;
            index.MakeRoom(item);
            index.Add(Math.Max(index.Floor, (i / 4) - (i % 3)), item, i);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static string Text(int item) => "item " + (char)('a' + item);

    // Sessions 0 to 4 are the newest ones.
    private static void Feed(
        SessionIndex<string> index, NaiveSessions<string>? model, int session, string item, int now)
    {
        index.MakeRoom(item);
        model?.MakeRoom(item);
        var number = session == 0 ? index.Next : Math.Max(index.Floor, index.Next - session);
        index.Add(number, item, now);
        model?.Add(number, item, now);
    }

    private static void Fill(SessionIndex<string> index, (int Session, int Item, int Time)[] events)
    {
        foreach (var (session, item, time) in events)
        {
            index.Add(session, Text(item), time + 100_000);
        }
    }

    private static bool Same(SessionIndex<string> first, SessionIndex<string> second)
    {
        for (var number = 0L; number < Math.Max(first.Next, second.Next); number++)
        {
            if (!Of(first, number).SequenceEqual(Of(second, number)))
            {
                return false;
            }
        }

        return Enumerable.Range(0, 12).Select(Text).All(
            item => Numbers(first, item).SequenceEqual(Numbers(second, item)));
    }

    private static string[] Of(SessionIndex<string> index, long number) =>
        index.IsKept(number) ? Texts(index, index.Items(index.SlotOf(number))) : [];

    private static IEnumerable<long> LastTimes(SessionIndex<string> index)
    {
        for (var number = index.Floor; number < index.Next; number++)
        {
            yield return index.LastOf(index.SlotOf(number));
        }
    }

    private static bool Agree(SessionIndex<string> index, NaiveSessions<string> model)
    {
        if ((index.Floor, index.Next, index.EventCount, index.ItemCount, index.SessionCount)
            != (model.Floor, model.Next, model.Events, model.ItemCount, model.Sessions.Count))
        {
            return false;
        }

        foreach (var (number, session) in model.Sessions)
        {
            if (!Of(index, number).SequenceEqual(session.Select(each => each.Item))
                || index.LastOf(index.SlotOf(number)) != session[^1].Ticks)
            {
                return false;
            }
        }

        return Enumerable.Range(0, 12).Select(Text).All(item => AgreesOn(index, model, item));
    }

    private static bool AgreesOn(SessionIndex<string> index, NaiveSessions<string> model, string item)
    {
        var slot = index.Find(item);
        var expected = model.Postings(item);
        return slot < 0
            ? expected.Count == 0 && model.SessionsOf(item) == 0
            : index.SessionsOf(slot) == model.SessionsOf(item)
                && Numbers(index, item).SequenceEqual(expected)
                && index.NewestOf(slot) == (expected.Count == 0 ? long.MinValue : model.TimeOf(item, expected[0]));
    }

    private static List<long> Numbers(SessionIndex<string> index, string item)
    {
        var slot = index.Find(item);
        var numbers = new List<long>();
        for (var place = slot < 0 ? -1 : index.Postings.Count(slot) - 1; place >= 0; place--)
        {
            numbers.Add(index.NumberOf(index.Postings.At(slot, place).Session));
        }

        return numbers;
    }

    private static string[] Texts(SessionIndex<string> index, ReadOnlySpan<int> items)
    {
        var texts = new string[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            texts[i] = index.ItemAt(items[i]);
        }

        return texts;
    }

    private static byte[] Saved(SessionIndex<string> index)
    {
        var writer = new SnapshotWriter();
        index.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
