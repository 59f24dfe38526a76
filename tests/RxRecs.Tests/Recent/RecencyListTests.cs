namespace RxRecs.Tests.Recent;

public sealed class RecencyListTests
{
    [TestCase(1)]
    [TestCase(5)]
    [TestCase(40)]
    public void Slots_AddedTouchedAndRemovedAtRandom_AreInOrderOfTheirLastUse(int slots)
    {
        var random = new Random(slots);
        var list = new RecencyList();
        var model = new List<int>();
        for (var step = 0; step < 5000; step++)
        {
            var slot = random.Next(slots);
            var isIn = model.Remove(slot);
            if (isIn && random.Next(5) == 0)
            {
                list.Remove(slot);
            }
            else
            {
                model.Add(slot);
                Use(list, slot, isIn);
            }

            Assert.That(InOrder(list), Is.EqualTo(model), $"Step {step}");
        }
    }

    [Test]
    public void Touches_OfSlotsThatAreThere_AllocateNothing()
    {
        var list = new RecencyList();
        for (var slot = 0; slot < 1000; slot++)
        {
            list.Add(slot);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            list.Touch(i * 7 % 1000);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(InOrder(list).Count(), Is.EqualTo(1000));
    }

    private static void Use(RecencyList list, int slot, bool isIn)
    {
        if (isIn)
        {
            list.Touch(slot);
        }
        else
        {
            list.Add(slot);
        }
    }

    private static IEnumerable<int> InOrder(RecencyList list)
    {
        for (var slot = list.Oldest; slot != RecencyList.None; slot = list.NewerThan(slot))
        {
            yield return slot;
        }
    }
}
