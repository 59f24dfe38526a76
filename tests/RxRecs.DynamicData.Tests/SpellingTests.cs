using System.Reactive.Subjects;

namespace RxRecs.DynamicData.Tests;

/// <summary>Keys and items that the operators' comparers hold to be the same, spelled in two ways.</summary>
public sealed class SpellingTests
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void ToCache_LastPerKeyWithComparer_HoldsOneEntryUntilTheKeyLeaves()
    {
        var comparer = StringComparer.OrdinalIgnoreCase;
        using var source = new Subject<(string User, int Item)>();
        using var cache = source
            .LastPerKey(
                2,
                each => each.User,
                each => each.Item,
                options: new LastPerKeyOptions { MaxKeys = 1 },
                keyEquality: comparer)
            .ToCache(comparer);

        source.OnNext(("Ann", 1));
        source.OnNext(("ann", 2));
        var both = cache.Items.Single();
        source.OnNext(("bob", 3));

        Assert.That((both.Key, both.Items.ToArray()), Is.EqualTo(("Ann", new[] { 2, 1 })));
        Assert.That(cache.Keys, Is.EqualTo(new[] { "bob" }));
    }

    [Test]
    public void ToCache_CartMinusPurchaseWithComparers_HoldsOneLineUntilItIsBought()
    {
        var comparer = StringComparer.OrdinalIgnoreCase;
        using var source = new Subject<(string User, string Item, CartAction Action)>();
        using var cache = source
            .CartMinusPurchase(
                each => new CartEvent<string, string>(each.User, each.Item, each.Action),
                _ => Start,
                new CartOptions { AllowedLateness = TimeSpan.Zero },
                keyEquality: comparer,
                itemEquality: comparer)
            .ToCache(comparer, comparer);

        source.OnNext(("Ann", "Hat", CartAction.Add));
        source.OnNext(("ann", "hat", CartAction.Add));
        source.OnNext(("ANN", "Bag", CartAction.Add));
        var open = cache.Items.Select(line => (line.Key, line.Item, line.Quantity)).ToList();
        source.OnNext(("ann", "HAT", CartAction.Purchase));

        Assert.That(open, Is.EquivalentTo(new[] { ("Ann", "Hat", 2), ("Ann", "Bag", 1) }));
        Assert.That(cache.Keys, Is.EqualTo(new[] { ("Ann", "Bag") }));
    }
}
