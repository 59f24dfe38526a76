namespace RxRecs.Tests.Collections;

public sealed class KeyTableTests
{
    [TestCase(5)]
    [TestCase(16)]
    [TestCase(400)]
    [TestCase(5000)]
    public void Numbers_AddedAndRemovedAtRandom_AreThoseOfADictionary(int keys) =>
        EqualsADictionary(new KeyTable<long>(null), i => i * 1_048_576L, keys);

    [TestCase(400)]
    [TestCase(5000)]
    public void Ids_NumbersAndTexts_AreThoseOfADictionary(int keys) =>
        EqualsADictionary(new KeyTable<Id>(null), i => i % 3 == 0 ? $"sku-{i}" : (Id)i, keys);

    [TestCase(400)]
    [TestCase(5000)]
    public void Texts_WithAComparer_AreThoseOfADictionary(int keys) => EqualsADictionary(
        new KeyTable<string>(StringComparer.OrdinalIgnoreCase), i => i % 2 == 0 ? $"a{i}" : $"A{i}", keys);

    [TestCase(300)]
    public void KeysOfOneHash_GoBeyondTheirGroup_AndAreStillFound(int keys) =>
        EqualsADictionary(new KeyTable<Clumsy>(null), i => new Clumsy(i), keys);

    // The hash of a number is that of a long: its two halves, one exclusive-or the other.
    [TestCase(300)]
    public void NumbersOfOneHash_GoBeyondTheirGroup_AndAreStillFound(int keys) =>
        EqualsADictionary(new KeyTable<Id>(null), i => ((long)i << 32) | (uint)i, keys);

    [Test]
    public void Find_OfTextInOtherCase_AsksTheComparer()
    {
        var table = new KeyTable<string>(StringComparer.OrdinalIgnoreCase);
        var slot = table.Add("Shoes");

        Assert.That((table.Find("SHOES"), table.Find("Shoe")), Is.EqualTo((slot, -1)));
    }

    [Test]
    public void Slots_OfRemovedKeys_GoToTheNextNewOnes_TheLastRemovedFirst()
    {
        var table = new KeyTable<long>(null);
        var slots = Enumerable.Range(0, 5).Select(i => table.Add(i)).ToArray();
        table.Remove(1);
        table.Remove(3);

        Assert.That(slots, Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(new[] { table.Add(10), table.Add(11), table.Add(12) }, Is.EqualTo(new[] { 3, 1, 5 }));
        Assert.That((table.Count, table.SlotsUsed), Is.EqualTo((6, 6)));
    }

    [TestCase(383)]
    [TestCase(384)]
    [TestCase(767)]
    [TestCase(768)]
    public void KeysThatComeAndGo_AtABound_TakeNoMoreMemory(int bound)
    {
        var (table, live, random) = (new KeyTable<long>(null), new Queue<long>(bound + 1), new Random(bound));
        ComeAndGo(bound * 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ComeAndGo(bound * 1000);

        var perKey = (GC.GetAllocatedBytesForCurrentThread() - before) / (bound * 1000.0);
        Assert.That(perKey, Is.LessThan(0.2));
        Assert.That(table.SlotsUsed, Is.EqualTo(bound));

        void ComeAndGo(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (table.Count == bound)
                {
                    table.Remove(table.Find(live.Dequeue()));
                }

                var key = random.NextInt64();
                live.Enqueue(key);
                table.Add(key);
            }
        }
    }

    [Test]
    public void Reserve_OfRoomForAllKeys_LeavesNothingToBeTaken()
    {
        var table = new KeyTable<Id>(null);
        table.Reserve(10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            table.Add(i);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(table.Find(9_999), Is.EqualTo(9_999));
    }

    private static void EqualsADictionary<TKey>(KeyTable<TKey> table, Func<int, TKey> makeKey, int keys)
        where TKey : notnull
    {
        var random = new Random(keys);
        var model = new Dictionary<TKey, int>();
        for (var step = 0; step < keys * 10; step++)
        {
            // The number of keys goes up and down, so that the table grows, and is emptied of what was removed.
            var key = makeKey(random.Next(keys));
            var slot = table.Find(key);
            Assert.That(slot, Is.EqualTo(model.GetValueOrDefault(key, -1)), $"Step {step}");
            if (slot < 0)
            {
                model.Add(key, table.Add(key));
            }
            else if (random.Next(2) == 0)
            {
                table.Remove(slot);
                model.Remove(key);
            }
        }

        Assert.That(table.Count, Is.EqualTo(model.Count));
        Assert.That(model.Values, Is.Unique);
        foreach (var (key, slot) in model)
        {
            Assert.That((table.Find(key), table[slot]), Is.EqualTo((slot, key)));
        }
    }

    private readonly record struct Clumsy(int Value)
    {
        public override int GetHashCode() => 7;
    }
}
