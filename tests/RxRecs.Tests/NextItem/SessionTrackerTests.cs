using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

public sealed class SessionTrackerTests
{
    private static readonly long Minute = TimeSpan.TicksPerMinute;
    private static readonly long Start = new DateTime(2020, 3, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Test]
    public void Assign_SameSessionIdOfTwoUsers_AreTwoVisits()
    {
        var tracker = Tracker();
        long[] numbers =
            [At(tracker, 1, "s", 0), At(tracker, 2, "s", 1), At(tracker, 1, "s", 2), At(tracker, 2, "s", 3)];
        Assert.That(numbers, Is.EqualTo([0, 1, 0, 1]));
    }

    [Test]
    public void Assign_SessionIdUsedAgainAfterItsGap_BeginsANewVisit()
    {
        var tracker = Tracker();
        long[] numbers = [At(tracker, 1, "s", 0), At(tracker, 1, "s", 24 * 60), At(tracker, 1, "s", (48 * 60) + 1)];
        Assert.That(numbers, Is.EqualTo([0, 0, 1]));
    }

    [Test]
    public void Assign_NoSessionId_EndsByTheGap()
    {
        var tracker = Tracker();
        long[] numbers =
            [At(tracker, 1, null, 0), At(tracker, 1, "", 30), At(tracker, 2, null, 31), At(tracker, 1, null, 61)];
        Assert.That(numbers, Is.EqualTo([0, 0, 1, 2]));
    }

    [Test]
    public void Assign_SessionIdMissingWithinAVisit_BelongsToIt()
    {
        var tracker = Tracker();
        long[] numbers =
        [
            At(tracker, 1, "a", 0), At(tracker, 1, "b", 1), At(tracker, 1, null, 2), At(tracker, 1, "a", 3),
            At(tracker, 1, null, 34), At(tracker, 1, "b", 35), At(tracker, 1, null, 36), At(tracker, 1, null, 70),
        ];
        Assert.That(numbers, Is.EqualTo([0, 1, 1, 0, 2, 1, 1, 3]));
    }

    [Test]
    public void Assign_SessionAlone_IsAVisitOfItsOwn()
    {
        var tracker = Tracker();
        long[] numbers = [At(tracker, Id.None, "s", 0), At(tracker, 1, "s", 1), At(tracker, Id.None, "s", 2)];
        Assert.That(numbers, Is.EqualTo([0, 1, 0]));
    }

    [Test]
    public void Assign_NeitherUserNorSession_IsCounted()
    {
        var tracker = Tracker();
        Assert.That(At(tracker, Id.None, null, 0), Is.EqualTo(SessionTracker<Id>.NoSession));
        Assert.That((tracker.Unassigned, tracker.Next, tracker.Open), Is.EqualTo((1L, 0L, 0)));
    }

    [Test]
    public void Assign_EventFarBeforeTheVisit_StandsAlone()
    {
        var tracker = Tracker();
        long[] numbers =
            [At(tracker, 1, null, 60), At(tracker, 1, null, 31), At(tracker, 1, null, 0), At(tracker, 1, null, 61)];
        Assert.That(numbers, Is.EqualTo([0, 0, 1, 0]));
    }

    [Test]
    public void Assign_VisitBelowTheFloor_BeginsANewOne()
    {
        var tracker = Tracker();
        At(tracker, 1, "s", 0);
        Assert.That(tracker.Assign(1, true, "s", Start + Minute, floor: 1), Is.EqualTo(1));
    }

    [Test]
    public void Assign_TooManyOpen_OverIsTheOneTouchedTheLongestAgo()
    {
        var tracker = Tracker(new SessionOptions { MaxOpen = 2 });
        long[] numbers =
        [
            At(tracker, 1, "a", 0), At(tracker, 2, "b", 1), At(tracker, 1, "a", 2), At(tracker, 3, "c", 3),
            At(tracker, 1, "a", 4), At(tracker, 2, "b", 5),
        ];
        Assert.That(numbers, Is.EqualTo([0, 1, 0, 2, 0, 3]));
        Assert.That((tracker.Open, tracker.Evicted), Is.EqualTo((2, 2L)));
    }

    [TestCase(1, "a", 0)]
    [TestCase(1, "b", 1)]
    [TestCase(1, null, 0)]
    [TestCase(2, "b", 2)]
    [TestCase(2, null, 2)]
    [TestCase(0, "b", 2)]
    [TestCase(0, "c", 3)]
    [TestCase(2, "c", 3)]
    [TestCase(2, "a", -1)]
    [TestCase(3, "a", -1)]
    [TestCase(3, null, -1)]
    [TestCase(0, null, -1)]
    [TestCase(1, "d", -1)]
    public void TryFind_ByUserAndSession_GivesTheNewestThatFits(int user, string? session, long expected)
    {
        var tracker = Tracker();
        At(tracker, 1, "a", 0);
        At(tracker, 1, "b", 1);
        At(tracker, 2, "b", 2);
        At(tracker, Id.None, "c", 3);
        At(tracker, 1, "a", 4);
        var found = tracker.TryFind(user == 0 ? Id.None : user, session, out var number);
        Assert.That((found, number), Is.EqualTo((expected >= 0, expected)));
    }

    [Test]
    public void Forget_User_ForgetsItsVisitsAlone()
    {
        var tracker = Tracker();
        At(tracker, 1, "a", 0);
        At(tracker, 2, "a", 1);
        At(tracker, 1, null, 40);
        var numbers = new List<long>();
        tracker.Forget(1, numbers);
        Assert.That(numbers, Is.EquivalentTo([0, 2]));
        Assert.That(tracker.TryFind(1, null, out _), Is.False);
        Assert.That(tracker.TryFind(Id.None, "a", out var number) ? number : -1, Is.EqualTo(1));
    }

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherNumbersNorBytes()
    {
        var events =
            from count in Gen.Choose(1, 60)
            from list in (from user in Gen.Choose(0, 4)
                          from session in Gen.Elements(null, "a", "b", "")
                          from minutes in Gen.Choose(-20, 45)
                          select (user, session, minutes)).ArrayOf(count)
            from cut in Gen.Choose(0, count)
            select (list, cut);
        FsCheck.Fluent.Prop.ForAll(events.ToArbitrary(), each =>
        {
            var options = new SessionOptions { MaxOpen = 4, NamedGap = TimeSpan.FromHours(1) };
            var (whole, first, second) = (
                Tracker(options), Tracker(options), Tracker(options));
            var now = 100_000L;
            for (var i = 0; i < each.list.Length; i++)
            {
                if (i == each.cut)
                {
                    second.Restore(new SnapshotReader(Saved(first)));
                }

                var (user, session, minutes) = each.list[i];
                now += minutes;
                var id = user == 0 ? Id.None : user;
                if (At(whole, id, session, now) != At(i < each.cut ? first : second, id, session, now))
                {
                    return false;
                }
            }

            var last = each.cut < each.list.Length ? second : first;
            return Saved(whole).AsSpan().SequenceEqual(Saved(last)) && whole.Open <= 4;
        }).Holds(cases: 300);
    }

    [Test]
    public void Restore_DamagedBytes_Throw()
    {
        var tracker = Tracker();
        At(tracker, 1, "a", 0);
        At(tracker, 2, null, 0);
        var bytes = Saved(tracker);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.That(
                () => Tracker().Restore(new SnapshotReader(bytes.AsMemory(0, length))),
                Throws.TypeOf<SnapshotException>());
        }
    }

    [Test]
    public void Assign_OpenVisits_AllocatesNothing()
    {
        var tracker = Tracker();
        At(tracker, 1, "a", 0);
        At(tracker, 2, null, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            At(tracker, 1, "a", i);
            At(tracker, 2, null, i);
            tracker.TryFind(1, "a", out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static SessionTracker<Id> Tracker(SessionOptions? options = null) => new("Sessionize", options);

    private static long At(SessionTracker<Id> tracker, Id user, string? session, long minute) =>
        tracker.Assign(user, !user.IsNone, session, Start + (minute * Minute));

    private static byte[] Saved(SessionTracker<Id> tracker)
    {
        var writer = new SnapshotWriter();
        tracker.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
