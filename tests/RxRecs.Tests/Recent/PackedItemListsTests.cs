namespace RxRecs.Tests.Recent;

/// <summary>
/// Lists whose ids are packed are the same as lists that keep them as they are, under any sequence of edits, and hold
/// the texts that are in a list and no other.
/// </summary>
public sealed class PackedItemListsTests
{
    private const int Slots = 5;
    private const int PerList = 4;
    private static readonly Id[] Items = [0, 7, long.MaxValue, "a", "b", "c", "007", "7.5", Id.None];

    [Test]
    public void Lists_AnyEdits_AreAsUnpackedAndHoldTheirTexts(
        [Values] bool distinct, [Values] bool timed, [Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var held = new HeldTexts();
        var packed = new ItemLists<Id, long, PackedIds>(PerList, distinct, timed, new PackedIds(held));
        var plain = new ItemLists<Id, Id, AsIs<Id>>(PerList, distinct, timed, new AsIs<Id>(null));
        var used = new bool[Slots];
        var mostHeld = 0;
        for (var step = 1; step <= 2_000; step++)
        {
            Edit(packed, plain, used, random, timed ? step : 0);
            mostHeld = Math.Max(mostHeld, held.Count);
            Assert.That(held.Count, Is.EqualTo(Texts(plain, used)), $"step {step}");
        }

        Assert.That(mostHeld, Is.GreaterThan(2));
        for (var slot = 0; slot < Slots; slot++)
        {
            Remove(packed, plain, used, slot);
        }

        Assert.That(held.Count, Is.Zero);
    }

    [Test]
    public void Items_ReadTwiceAndAfterAChange_AreThoseOfTheList()
    {
        var lists = ItemLists<Id>.Make(PerList, distinct: true, timed: false, equality: null);
        Add(lists, -1, 0, "a");
        Add(lists, -1, 1, 5);

        Assert.That(lists.Items(0).ToArray(), Is.EqualTo(new Id[] { "a" }));
        Assert.That(lists.Items(0).ToArray(), Is.EqualTo(new Id[] { "a" }));
        Assert.That(lists.Items(1).ToArray(), Is.EqualTo(new Id[] { 5 }));

        Add(lists, 1, 1, "a");

        Assert.That(lists.Items(1).ToArray(), Is.EqualTo(new Id[] { "a", 5 }));
    }

    private static void Edit(ItemLists<Id> packed, ItemLists<Id> plain, bool[] used, Random random, int time)
    {
        var slot = random.Next(Slots);
        if (random.Next(8) == 0)
        {
            Remove(packed, plain, used, slot);
            return;
        }

        var (item, ticks) = (Items[random.Next(Items.Length)], Math.Max(0, time - random.Next(6)));
        var staged = plain.TryStage(used[slot] ? slot : -1, item, ticks);
        Assert.That(packed.TryStage(used[slot] ? slot : -1, item, ticks), Is.EqualTo(staged));
        if (!staged)
        {
            return;
        }

        if (time > 0 && random.Next(3) == 0)
        {
            plain.KeepAfter(ticks - 3);
            packed.KeepAfter(ticks - 3);
        }

        Assert.That(packed.Staged.ToArray(), Is.EqualTo(plain.Staged.ToArray()));
        if (random.Next(4) == 0)
        {
            plain.Undo();
            packed.Undo();
        }
        else
        {
            plain.Commit(slot);
            packed.Commit(slot);
            used[slot] = true;
        }

        if (used[slot])
        {
            Assert.That(packed.Items(slot).ToArray(), Is.EqualTo(plain.Items(slot).ToArray()));
        }
    }

    private static void Remove(ItemLists<Id> packed, ItemLists<Id> plain, bool[] used, int slot)
    {
        if (used[slot])
        {
            plain.Remove(slot);
            packed.Remove(slot);
            used[slot] = false;
        }
    }

    private static void Add(ItemLists<Id> lists, int slotBefore, int slot, Id item)
    {
        Assert.That(lists.TryStage(slotBefore, item, 0));
        lists.Commit(slot);
    }

    private static int Texts(ItemLists<Id> lists, bool[] used) => Enumerable.Range(0, Slots)
        .Where(slot => used[slot])
        .SelectMany(slot => lists.Items(slot).ToArray())
        .Where(item => !item.IsNumber && !item.IsNone)
        .Distinct()
        .Count();
}
