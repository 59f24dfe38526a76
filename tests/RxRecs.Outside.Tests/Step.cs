using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Outside.Tests;

/// <summary>An event of a user's own type: few keys and items, and times that repeat and lie close together.</summary>
public sealed record Step(int Second, string Key, int Item, CartAction Action, int Quantity)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Time => Start.AddSeconds(Second);

    public CartEvent<string, int> CartEvent => new(Key, Item, Action, Quantity);

    public static Arbitrary<Step[]> InAnyOrder { get; } =
        (from second in Gen.Choose(0, 300)
         from key in Gen.Elements("a", "b", "c", "d")
         from item in Gen.Choose(0, 5)
         from action in Gen.Choose(0, (int)CartAction.Purchase)
         from quantity in Gen.Choose(-1, 3)
         select new Step(second, key, item, (CartAction)action, quantity)).ArrayOf().ToArbitrary();
}
