namespace RxRecs.Tests.Collections;

public sealed class StretchTests
{
    private const int Length = 40;

    [Test]
    public void IndexOf_InListsOfAnyLengthAtAnyPlace_LooksInTheListAlone()
    {
        var random = new Random(7);
        var items = new long[Length];
        for (var start = 0; start < Length; start++)
        {
            for (var count = 0; count <= Length - start; count++)
            {
                FillAtRandom(items, random);
                var list = new Stretch<long>(items, [], start, count);
                for (var value = 0; value < 4; value++)
                {
                    Assert.That(
                        list.IndexOf(value, comparer: null),
                        Is.EqualTo(items.AsSpan(start, count).IndexOf(value)),
                        $"{value} in {count} of {string.Join(' ', items)} from {start}");
                }
            }
        }
    }

    [Test]
    public void IndexOf_WithAComparer_AsksIt()
    {
        var list = new Stretch<long>([1, 2, 3], [], start: 0, count: 3);

        Assert.That(list.IndexOf(102, EqualityComparer<long>.Create((a, b) => a % 100 == b % 100)), Is.EqualTo(1));
    }

    [Test]
    public void Become_OfAListInOtherArrays_HasTheirElementsAndTimes()
    {
        var list = new Stretch<long>([1, 2, 3], [10, 20, 30], start: 0, count: 3);
        list.Become(new Stretch<long>([4, 5], [40, 50], start: 1, count: 1));

        Assert.That((list.Items.ToArray(), list.Times.ToArray()), Is.EqualTo((new[] { 5L }, new[] { 50L })));
    }

    // Three values: most lists have some twice, and the fourth is looked for in vain.
    private static void FillAtRandom(long[] items, Random random)
    {
        foreach (ref var item in items.AsSpan())
        {
            item = random.Next(3);
        }
    }
}
