using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.NextItem;

public class NextItemBatchTests
{
    private static readonly DateTimeOffset Start = new(2020, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // So small that sessions go for each of the three reasons.
    private static readonly NextItemOptions Small = new()
    {
        MaxSessions = 12,
        MaxEvents = 40,
        MaxItems = 7,
        SessionsPerItem = 3,
        Sessions = new SessionOptions { MaxOpen = 5, MaxLength = 4 },
    };

    [Test]
    public void Learn_Batches_SameStateAsOneAtATime()
    {
        var events = (
            from user in Gen.Choose(0, 6)
            from session in Gen.Elements(null, "a", "b", "c")
            from item in Gen.Choose(1, 9)
            from minute in Gen.Choose(0, 300)
            select new VisitEvent<int, string>(user, session, $"item {item}", Start.AddMinutes(minute))).ArrayOf();
        var cases = from each in events from size in Gen.Choose(1, 100) select (each, size);
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var (alone, batches) = (new NextItemState<int, string>(Small), new NextItemState<int, string>(Small));
            foreach (var (user, session, item, time) in each.each)
            {
                alone.Learn(user, session, item, time);
            }

            foreach (var batch in each.each.Chunk(each.size))
            {
                batches.Learn(batch);
            }

            return Saved(batches).SequenceEqual(Saved(alone)) && batches.UnassignedEvents == alone.UnassignedEvents;
        }).Holds(cases: 200);
    }

    [Test]
    public void Learn_NullItemInABatch_EventsBeforeItAreLearned()
    {
        var state = new NextItemState<int, string>(Small);
        VisitEvent<int, string>[] events =
            [new(1, null, "A", Start), new(1, null, null!, Start), new(1, null, "B", Start)];
        Assert.That(() => state.Learn(events), Throws.ArgumentNullException);
        Assert.That((state.EventCount, state.ItemCount), Is.EqualTo((1, 1)));
    }

    private static byte[] Saved(NextItemState<int, string> state)
    {
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
